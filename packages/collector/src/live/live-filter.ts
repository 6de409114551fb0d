import type { Json } from '@sonde/protocol';
import type { ScopeFilters, StoredEvent } from '@sonde/store';

/** Which stored events a reader wants. */
export interface LiveFilter extends ScopeFilters {
  /** Names of events; absent or empty: all. */
  event?: string[];
}

const texts = [
  'version',
  'env',
  'command',
  'operating_system',
  'arch',
  'runtime',
  'ci_name',
  'cli_context',
] as const satisfies readonly (keyof ScopeFilters)[];

/**
 * Whether a reader wants this event, by its own properties.
 *
 * @param soleTool The tool of events without one; empty if unknown.
 */
export function isWanted(event: StoredEvent, filter: LiveFilter, soleTool: string): boolean {
  const { properties } = event;
  const isListed = (values: string[] | undefined, value: Json | undefined) =>
    values === undefined || values.length === 0 || values.some((one) => one === value);
  return (
    isListed(filter.event, event.event) &&
    isListed(filter.tool, event.tool || soleTool) &&
    texts.every((name) => isListed(filter[name], properties[name])) &&
    (['is_ci', 'is_interactive'] as const).every(
      (name) => filter[name] === undefined || filter[name] === (properties[name] === true),
    )
  );
}
