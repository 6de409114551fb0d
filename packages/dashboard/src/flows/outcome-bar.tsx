import type { OutcomeCounts } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { outcomeLooks } from '../layout/outcome.js';
import { ShareBar } from '../layout/share-bar.js';
import { outcomes as names } from '../url/invocation-search.js';

/** The outcomes of a flow's runs; every part links to its invocations. */
export function OutcomeBar({ flow, outcomes }: { flow: string; outcomes: OutcomeCounts }) {
  return (
    <ShareBar
      label="How its runs ended"
      shares={names.map((outcome) => ({
        key: outcome,
        label: outcomeLooks[outcome].label,
        tone: outcomeLooks[outcome].tone,
        count: outcomes[outcome],
        render: (content) => (
          <InvocationsLink filter={{ flow, flow_outcome: outcome }}>{content}</InvocationsLink>
        ),
        data: { 'data-outcome': outcome, 'data-runs': outcomes[outcome] },
      }))}
    />
  );
}
