import type { Totals } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { statusLooks } from '../layout/outcome.js';
import { Panel } from '../layout/panel.js';
import { ShareBar } from '../layout/share-bar.js';
import { statuses } from '../url/invocation-search.js';

/** Outcomes of invocations; every part links to its invocations. */
export function EndingsPanel({ totals }: { totals: Totals }) {
  const counts = { ...totals, running: totals.invocations - totals.completed };
  return (
    <Panel title="How invocations ended">
      <ShareBar
        label="How invocations ended"
        shares={statuses.map((status) => ({
          key: status,
          label: statusLooks[status].label,
          tone: statusLooks[status].tone,
          count: counts[status],
          render: (content) => <InvocationsLink filter={{ status }}>{content}</InvocationsLink>,
          data: { 'data-status': status, 'data-invocations': counts[status] },
        }))}
      />
    </Panel>
  );
}
