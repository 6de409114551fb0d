import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryOptions } from '../telemetry.js';

/** What is collected, what never is, how to turn it off, where to read more. Lines fit in 80 columns. */
export function describeCollection(
  { catalog, notice }: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'notice'>,
  commandPrefix: string,
): string {
  const { tool } = catalog;
  return [
    `${tool} reports pseudonymous usage: which commands and steps are used,`,
    'how long they take and how they end, with version and platform.',
    'Never arguments, values, paths, file contents, names or error messages.',
    `To turn it off: ${commandPrefix}disable`,
    ...(notice?.url === undefined ? [] : [`More: ${notice.url}`]),
  ].join('\n');
}
