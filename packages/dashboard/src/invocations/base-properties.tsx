import type { InvocationDetail } from '@sonde/analytics';
import { Panel } from '../layout/panel.js';
import { CopyButton } from '../state/copy-button.js';
import { PropertyList } from './property-list.js';

/** What every event of the invocation carries. */
export function BaseProperties({ base, summary }: Pick<InvocationDetail, 'base' | 'summary'>) {
  return (
    <Panel
      title="Base properties"
      note="The same on every event"
      aside={<CopyButton text={summary.invocation_id} what="invocation id" />}
    >
      <PropertyList properties={{ invocation_id: summary.invocation_id, ...base }} />
    </Panel>
  );
}
