import { useQuery } from '@tanstack/react-query';
import { flowComparisonQuery } from '../api/flow-queries.js';
import { ComparisonChoice } from '../comparison/comparison-choice.js';
import { ComparisonTable } from '../comparison/comparison-table.js';
import { Panel } from '../layout/panel.js';
import { Loaded } from '../state/loaded.js';
import { useComparison } from '../url/comparison-search.js';
import { useScope } from '../url/use-scope.js';

/** The flow beside another version, or the period before, if one is chosen. */
export function ComparisonPanel({ flow }: { flow: string }) {
  const compare = useComparison();
  return (
    <Panel
      title="Compare"
      note="How many runs reach each stage, beside another version or the period before"
      aside={<ComparisonChoice />}
      flush={compare !== undefined}
    >
      {compare !== undefined && <Comparison flow={flow} compare={compare} />}
    </Panel>
  );
}

function Comparison({ flow, compare }: { flow: string; compare: string }) {
  const scope = useScope();
  const query = useQuery(flowComparisonQuery(flow, compare, scope));
  return (
    <Loaded query={query}>
      {({ runs, people, other, stages }) => (
        <ComparisonTable
          kind="Stage"
          other={other}
          people={people}
          counted="runs"
          rows={stages.map(({ id, kind, reached, other_reached, ...stage }) => ({
            ...stage,
            ...{ id, count: reached, other_count: other_reached },
            ...{ base: runs, other_base: other.runs },
            isFirst: kind === 'started',
            filter: { flow, flow_reached: id },
          }))}
        />
      )}
    </Loaded>
  );
}
