import { basePropertyNames } from '@sonde/protocol';
import type { InvocationDetail } from '../api/responses.js';
import { declarationMark } from '../flows/declaration-mark.js';
import { Panel } from '../layout/panel.js';
import { CopyButton } from '../state/copy-button.js';
import { PropertyList } from './property-list.js';

/** Properties that every event of the invocation has; those of the tool can change later. */
export function BaseProperties({
  base,
  base_undeclared,
  summary,
}: Pick<InvocationDetail, 'base' | 'base_undeclared' | 'summary'>) {
  return (
    <Panel
      title="Base properties"
      note="From the first event; later events show what differs"
      aside={<CopyButton text={summary.invocation_id} what="invocation id" />}
    >
      <PropertyList
        properties={inOrder({ ...base, invocation_id: summary.invocation_id })}
        noteOf={(name) => {
          const declaration = base_undeclared[name];
          return declaration === undefined ? undefined : declarationMark(declaration);
        }}
      />
    </Panel>
  );
}

/** The base properties first, in the usual order, then the tool's own. */
function inOrder(properties: Record<string, unknown>): Record<string, unknown> {
  const known = basePropertyNames.filter((name) => Object.hasOwn(properties, name));
  return { ...Object.fromEntries(known.map((name) => [name, properties[name]])), ...properties };
}
