import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { Funnel } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import classes from './flow-summary-panel.module.css';
import { OutcomeBar } from './outcome-bar.js';

/** A flow's totals: runs, conversion, duration, and outcomes. */
export function FlowSummaryPanel({ funnel }: { funnel: Funnel }) {
  const { flow } = funnel;
  const completed = { flow, flow_outcome: 'completed' as const };
  const numbers = [
    { label: 'Runs', filter: { flow }, value: formatCount(funnel.runs) },
    { label: 'Invocations', filter: { flow }, value: formatCount(funnel.invocations) },
    {
      label: 'Conversion',
      filter: completed,
      value: formatPercent(funnel.conversion, funnel.runs),
    },
    { label: 'Median time', filter: completed, value: formatDuration(funnel.duration_p50_ms) },
    { label: '90th percentile', filter: completed, value: formatDuration(funnel.duration_p90_ms) },
  ];
  return (
    <Panel title="Outcomes">
      <dl className={classes.numbers}>
        {numbers.map(({ label, filter, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <InvocationsLink filter={filter}>{value}</InvocationsLink>
            </dd>
          </div>
        ))}
      </dl>
      <OutcomeBar flow={flow} outcomes={funnel.outcomes} />
    </Panel>
  );
}
