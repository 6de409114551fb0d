import { isoTime } from '@sonde/analytics';
import { type Static, type TObject, Type } from 'typebox';

/** The range a question is about when it names none. */
export const defaultRangeDays = 30;

/** Parameters of every question about a range of time. `from` is inside, `to` is outside. */
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

/** Parameters that narrow a question. Of the values in one list any may match; lists combine with "and". */
const scopeFilters = {
  tool: anyOfThese('Tools; an empty value for events whose tool is not known'),
  version: anyOfThese('Versions of the tool'),
  env: anyOfThese('`prod` or `dev`'),
  command: anyOfThese('Full command paths'),
  operating_system: anyOfThese('Operating systems'),
  arch: anyOfThese('Architectures'),
  runtime: anyOfThese('Runtimes'),
  ci_name: anyOfThese('CI vendors'),
  cli_context: anyOfThese(
    '`human`, `agent:<name>`, or `agent:unknown` for runs without a terminal that no agent is known of',
  ),
  is_ci: Type.Optional(Type.Boolean({ description: 'Only inside CI, or only outside' })),
  is_interactive: Type.Optional(
    Type.Boolean({ description: 'Only with a terminal, or only without' }),
  ),
};
export type ScopeFilters = Static<TObject<typeof scopeFilters>>;

/** Parameters of every question about a part of the data. Times are corrected times. */
export const scopeParameters = { ...rangeParameters, ...scopeFilters };

/** Names of the filters that are lists, each a property that events carry. */
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
