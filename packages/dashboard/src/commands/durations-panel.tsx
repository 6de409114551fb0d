import type { CommandReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { BarList } from '../invocations/bar-list.js';
import { binLabel } from '../invocations/bin-label.js';
import { Panel } from '../layout/panel.js';

type Bucket = CommandReport['durations'][number];

/** How many invocations took how long. */
export function DurationsPanel({ buckets }: { buckets: readonly Bucket[] }) {
  return (
    <Panel title="Durations" note="Invocations by how long they took">
      {buckets.length === 0 ? (
        <p className={none.none}>No invocation has reported a duration.</p>
      ) : (
        <BarList
          label="Durations"
          tone="accent"
          total={buckets.reduce((sum, { invocations }) => sum + invocations, 0)}
          entries={buckets.map(({ from_ms, to_ms, invocations }) => ({
            key: String(from_ms),
            label: binLabel(from_ms, to_ms),
            runs: invocations,
            filter: {
              duration_from_ms: from_ms,
              ...(to_ms !== null && { duration_to_ms: to_ms }),
            },
          }))}
        />
      )}
    </Panel>
  );
}
