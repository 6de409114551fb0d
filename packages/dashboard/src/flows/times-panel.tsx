import { formatDuration } from '@sonde/analytics/format';
import type { FlowTimes } from '../api/responses.js';
import { BarList } from '../invocations/bar-list.js';
import { binLabel } from '../invocations/bin-label.js';
import { Panel } from '../layout/panel.js';
import classes from './none.module.css';

/** How long completed runs took. */
export function TimesPanel({ times }: { times: FlowTimes }) {
  const { flow, to_complete: completed } = times;
  const filter = { flow, flow_outcome: 'completed' as const };
  return (
    <Panel
      title="Time to complete"
      note={
        completed.runs > 0 &&
        `From start to completion. Median ${formatDuration(completed.p50_ms)}, 90th percentile ${formatDuration(completed.p90_ms)}.`
      }
    >
      {completed.runs === 0 ? (
        <p className={classes.none}>No run has completed.</p>
      ) : (
        <BarList
          label="Time to complete"
          tone="accent"
          total={completed.runs}
          entries={completed.histogram.map(({ from_ms, to_ms, runs }) => ({
            key: String(from_ms),
            label: binLabel(from_ms, to_ms),
            runs,
            filter: {
              ...filter,
              flow_duration_from_ms: from_ms,
              ...(to_ms !== null && { flow_duration_to_ms: to_ms }),
            },
          }))}
        />
      )}
    </Panel>
  );
}
