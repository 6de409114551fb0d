import { useQuery } from '@tanstack/react-query';
import { errorsQuery } from '../../api/command-queries.js';
import { flowsQuery } from '../../api/flow-queries.js';
import { filterValuesQuery } from '../../api/overview-queries.js';
import { useProject } from '../../projects/project.js';
import type { Measure } from './describe-alert.js';

/** Names that a threshold can be about, from the last weeks; most frequent first. */
export function useSuggestions(measure: Measure): {
  commands: string[];
  errorClasses: string[];
  flows: string[];
} {
  const project = useProject();
  const scope = { project: project.id };
  const filters = useQuery(filterValuesQuery(scope));
  const errors = useQuery({ ...errorsQuery(scope), enabled: measure === 'error_share' });
  const flows = useQuery({ ...flowsQuery(scope), enabled: measure === 'flow_completion' });
  const commands = filters.data?.filters.find(({ name }) => name === 'command')?.values ?? [];
  return {
    commands: named(commands.map(({ value }) => value)),
    errorClasses: named((errors.data?.classes ?? []).map(({ error_class }) => error_class)),
    flows: named((flows.data?.flows ?? []).map(({ flow }) => flow)),
  };
}

/** Without repetitions and empty names. */
const named = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== '');
