import type { Funnel } from '../api/responses.js';
import { BarList } from '../invocations/bar-list.js';
import { Panel } from '../layout/panel.js';
import classes from './none.module.css';

/** Error classes of all stages, added up, most frequent first. */
function sumErrorClasses(stages: Funnel['stages']): { error_class: string; runs: number }[] {
  const sums = new Map<string, number>();
  for (const { error_class, runs } of stages.flatMap(({ stopped }) => stopped.failed)) {
    sums.set(error_class, (sums.get(error_class) ?? 0) + runs);
  }
  return [...sums]
    .map(([error_class, runs]) => ({ error_class, runs }))
    .sort((a, b) => b.runs - a.runs || a.error_class.localeCompare(b.error_class));
}

/** Why runs fail, over all steps. */
export function FailuresPanel({ funnel }: { funnel: Funnel }) {
  const { flow, stages, outcomes } = funnel;
  const classesOfErrors = sumErrorClasses(stages);
  return (
    <Panel title="What fails" note="Error classes of failed runs, over all steps">
      {classesOfErrors.length === 0 ? (
        <p className={classes.none}>No run failed.</p>
      ) : (
        <BarList
          label="What fails"
          tone="bad"
          total={outcomes.failed}
          entries={classesOfErrors.map(({ error_class, runs }) => ({
            key: error_class,
            label: error_class === '' ? 'not said' : error_class,
            runs,
            filter: {
              flow,
              flow_outcome: 'failed',
              ...(error_class !== '' && { flow_error_class: error_class }),
            },
          }))}
        />
      )}
    </Panel>
  );
}
