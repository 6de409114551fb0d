import type { Funnel } from '../api/responses.js';
import { BarList } from '../invocations/bar-list.js';
import { Panel } from '../layout/panel.js';
import classes from './none.module.css';

/** Why users stop, over all steps. */
export function ReasonsPanel({ funnel }: { funnel: Funnel }) {
  const { flow, reasons, outcomes } = funnel;
  return (
    <Panel title="Why users stop" note="Reasons of aborted runs, over all steps">
      {reasons.length === 0 ? (
        <p className={classes.none}>No run was aborted.</p>
      ) : (
        <BarList
          label="Why users stop"
          tone="warn"
          total={outcomes.aborted}
          entries={reasons.map(({ reason, runs }) => ({
            key: reason,
            label: reason === '' ? 'not said' : reason,
            runs,
            filter: {
              flow,
              flow_outcome: 'aborted',
              ...(reason !== '' && { flow_reason: reason }),
            },
          }))}
        />
      )}
    </Panel>
  );
}
