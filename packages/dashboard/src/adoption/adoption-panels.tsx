import { formatQuantity } from '@sonde/analytics/format';
import type { Adoption } from '../api/responses.js';
import { Panel } from '../layout/panel.js';
import { toolLabel } from '../url/scope-search.js';
import { propertyLabel } from './properties.js';
import { type Measure, ShareChart } from './share-chart-panel.js';
import { UptakePanel } from './uptake-panel.js';
import { ValueTable } from './value-table.js';

export interface AdoptionPanelsProps {
  adoption: Adoption;
  measure: Measure;
}

/** For each tool, or for all together: shares over time and the values as a table. */
export function AdoptionPanels({ adoption, measure }: AdoptionPanelsProps) {
  const { groups, property, uptake } = adoption;
  const severalTools = groups.length > 1;
  return (
    <>
      {groups.map((group) => {
        const title =
          severalTools && group.tool !== null
            ? `${propertyLabel(property)}: ${toolLabel(group.tool)}`
            : propertyLabel(property);
        return (
          <Panel
            key={group.tool ?? ''}
            title={title}
            note={`${formatQuantity(group.users, 'person', 'people')}, ${formatQuantity(group.invocations, 'invocation')}. A person with several values counts for each.`}
            flush
          >
            <ShareChart adoption={adoption} group={group} measure={measure} />
            <ValueTable label={title} adoption={adoption} group={group} />
          </Panel>
        );
      })}
      {property === 'version' && uptake.length > 0 && <UptakePanel uptake={uptake} />}
    </>
  );
}
