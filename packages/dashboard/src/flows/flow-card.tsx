import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FlowSummary } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { useScope } from '../url/use-scope.js';
import classes from './flow-card.module.css';
import { FlowOrigin } from './flow-origin.js';
import { OutcomeBar } from './outcome-bar.js';

/** One flow in the list: how many runs started, how many completed, how the others ended. */
export function FlowCard({ flow }: { flow: FlowSummary }) {
  const scope = useScope();
  return (
    <section className={classes.card} data-flow={flow.flow} data-runs={flow.runs}>
      <div className={classes.head}>
        <div className={classes.name}>
          <h2>
            <Link
              to="/flows/$flow"
              params={{ flow: flow.flow }}
              search={scope}
              className={classes.link}
            >
              {flow.title}
              <IconChevronRight size={16} stroke={1.8} aria-hidden />
            </Link>
          </h2>
          <p className={classes.id}>
            <FlowOrigin flow={flow} undeclared="not in the catalog" />
          </p>
        </div>
        <dl className={classes.numbers}>
          <div>
            <dt>Runs</dt>
            <dd>
              <InvocationsLink filter={{ flow: flow.flow }}>
                {formatCount(flow.runs)}
              </InvocationsLink>
            </dd>
          </div>
          <div>
            <dt>Conversion</dt>
            <dd>
              <InvocationsLink filter={{ flow: flow.flow, flow_outcome: 'completed' }}>
                {formatPercent(flow.conversion, flow.runs)}
              </InvocationsLink>
            </dd>
          </div>
          <div>
            <dt>Median time</dt>
            <dd>
              <InvocationsLink filter={{ flow: flow.flow, flow_outcome: 'completed' }}>
                {formatDuration(flow.duration_p50_ms)}
              </InvocationsLink>
            </dd>
          </div>
        </dl>
      </div>
      {flow.runs > 0 && <OutcomeBar flow={flow.flow} outcomes={flow.outcomes} />}
    </section>
  );
}
