import { isoTime } from '@sonde/analytics';
import { type Static, type TObject, Type } from 'typebox';

/** Length of the default range. */
export const defaultRangeDays = 30;

/** Parameters of every query about a time range. `from` is inclusive, `to` exclusive. */
export const rangeParameters = {
  from: Type.Optional(
    isoTime(
      `Start of the range, inclusive, ISO 8601. Default ${defaultRangeDays} days before \`to\``,
    ),
  ),
  to: Type.Optional(isoTime('End of the range, exclusive, ISO 8601. Default now')),
};

const anyOfThese = (description: string) =>
  Type.Optional(Type.Array(Type.String(), { description }));

/**
 * Parameters that narrow a query. A list matches any of its values; an empty value means that it was
 * not reported. All lists must match.
 */
export const scopeFilters = {
  tool: anyOfThese('Tools; an empty value means events whose tool is unknown'),
  version: anyOfThese('Versions of the tool'),
  env: anyOfThese('`prod` or `dev`'),
  command: anyOfThese('Full command paths'),
  operating_system: anyOfThese('Operating systems'),
  arch: anyOfThese('Architectures'),
  runtime: anyOfThese('Runtimes'),
  ci_name: anyOfThese('CI vendors'),
  cli_context: anyOfThese(
    '`human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent',
  ),
  is_ci: Type.Optional(
    Type.Boolean({ description: 'True: only runs in CI. False: only runs outside CI' }),
  ),
  is_interactive: Type.Optional(
    Type.Boolean({ description: 'True: only runs with a terminal. False: only runs without one' }),
  ),
};
export type ScopeFilters = Static<TObject<typeof scopeFilters>>;

/** Parameters of every query about part of the data. Times are corrected times. */
export const scopeParameters = { ...rangeParameters, ...scopeFilters };

/** Names of the list filters; each is a property of events. */
export const scopeListFilters = [
  'tool',
  'version',
  'env',
  'command',
  'operating_system',
  'arch',
  'runtime',
  'ci_name',
  'cli_context',
] as const satisfies readonly (keyof ScopeFilters)[];
