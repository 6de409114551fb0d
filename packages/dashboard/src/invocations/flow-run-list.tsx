import { formatDuration } from '@sonde/analytics/format';
import { Link } from '@tanstack/react-router';
import type { FlowRun } from '../api/responses.js';
import { Badge, outcomeLooks } from '../layout/outcome.js';
import { Panel } from '../layout/panel.js';
import { useScope } from '../url/use-scope.js';
import classes from './flow-run-list.module.css';
import { assignLanes } from './lanes.js';

/** The flow runs of the invocation, in the colours of their lanes; nothing if there are none. */
export function FlowRunList({ runs }: { runs: FlowRun[] }) {
  const scope = useScope();
  if (runs.length === 0) return null;
  return (
    <Panel title={runs.length === 1 ? 'Flow run' : 'Flow runs'}>
      <ul className={classes.list}>
        {assignLanes(runs).map(({ run, hue }) => (
          <li
            key={run.flow_run_id}
            className={classes.run}
            data-hue={hue}
            data-flow-run={run.flow_run_id}
          >
            <div className={classes.head}>
              <Link
                to="/flows/$flow"
                params={{ flow: run.flow }}
                search={scope}
                className={classes.flow}
              >
                {run.title}
              </Link>
              <Badge look={outcomeLooks[run.outcome]} />
            </div>
            <p className={classes.facts}>
              {[
                run.reason,
                run.error_class,
                run.step === null ? null : `at ${run.step}`,
                run.duration_ms === null ? null : formatDuration(run.duration_ms),
              ]
                .filter((fact) => fact !== null)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
