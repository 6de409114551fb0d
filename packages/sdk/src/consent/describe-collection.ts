import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryOptions } from '../telemetry.js';

/** What is collected and what is not, how to turn it off, and where to read more; in lines of up to 80 columns. */
export function describeCollection(
  { catalog, notice }: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'notice'>,
  commandPrefix: string,
): string {
  const { tool, commands = {} } = catalog;
  const never = 'paths, file contents, names or error messages.';
  return [
    `${tool} reports pseudonymous usage: which commands and steps are used,`,
    'how long they take and how they end, with version and platform.',
    ...(Object.keys(commands).length === 0
      ? [`Never arguments, values, ${never}`]
      : ['Of arguments and values only those on fixed lists.', `Never ${never}`]),
    `To turn it off: ${commandPrefix}disable`,
    ...(notice?.url === undefined ? [] : [`More: ${notice.url}`]),
  ].join('\n');
}
