import { useQuery } from '@tanstack/react-query';
import { freeFunnelComparisonQuery } from '../api/free-funnel-queries.js';
import { ComparisonTable } from '../comparison/comparison-table.js';
import { Loaded } from '../state/loaded.js';
import { type FunnelSearch, listOfStep, readFunnelChoice } from '../url/funnel-search.js';
import { describeStep } from './describe-step.js';

/** The funnel beside that of another version, or of the period before. */
export function FunnelComparison({ search, compare }: { search: FunnelSearch; compare: string }) {
  const query = useQuery(freeFunnelComparisonQuery(search, compare));
  const choice = readFunnelChoice(search);
  return (
    <Loaded query={query}>
      {({ per, people, other, steps }) => (
        <ComparisonTable
          kind="Step"
          other={other}
          people={people}
          counted={per === 'person' ? 'people' : 'invocations'}
          rows={steps.map(({ event, subjects, other_subjects, ...step }, i) => ({
            ...step,
            ...{ id: String(i + 1), name: `${i + 1}. ${describeStep(choice.step?.[i] ?? event)}` },
            ...{ count: subjects, other_count: other_subjects },
            ...{ base: steps[0]?.subjects ?? 0, other_base: steps[0]?.other_subjects ?? 0 },
            isFirst: i === 0,
            filter: listOfStep(choice, i + 1),
          }))}
        />
      )}
    </Loaded>
  );
}
