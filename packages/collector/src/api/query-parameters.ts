import { FlowRunFilter, InvocationFilter, Scope } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type Static, Type } from 'typebox';

const dayMs = 86_400_000;

/** The range a question is about when it names none. */
const defaultRangeDays = 30;

const project = Type.Optional(
  Type.String({
    description: 'Project to ask about. Default: the only one you can see, or `default`',
  }),
);

// Twins of the scope's range that may be left out.
const { from: _from, to: _to, ...scopeFilters } = Scope.properties;
const range = {
  from: Type.Optional(
    Type.String({
      format: 'date-time',
      description: `Start of the range, inclusive, ISO 8601. Default ${defaultRangeDays} days before \`to\``,
    }),
  ),
  to: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'End of the range, exclusive, ISO 8601. Default now',
    }),
  ),
};

/** Query parameters of every question about a part of the data. */
export const ScopeParameters = Type.Object(
  { project, ...range, ...scopeFilters },
  { additionalProperties: false },
);
export type ScopeParameters = Static<typeof ScopeParameters>;

/** Query parameters of questions about what arrived in a range. */
export const ArrivalParameters = Type.Object(
  { project, ...range },
  { additionalProperties: false },
);
export type ArrivalParameters = Static<typeof ArrivalParameters>;

/** Query parameters of the list of invocations. */
export const InvocationParameters = Type.Object(
  {
    ...ScopeParameters.properties,
    ...InvocationFilter.properties,
    ...FlowRunFilter.properties,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: 'Invocations a page. Default 50' }),
    ),
    cursor: Type.Optional(Type.String({ description: '`next_cursor` of the page before' })),
  },
  { additionalProperties: false },
);
export type InvocationParameters = Static<typeof InvocationParameters>;

/** Query parameters of one invocation. */
export const ProjectParameters = Type.Object({ project }, { additionalProperties: false });
export type ProjectParameters = Static<typeof ProjectParameters>;

/** Query parameters of the export. */
export const ExportParameters = Type.Object(
  {
    project,
    format: Type.Optional(
      Type.Literal('ndjson', { description: 'One JSON object a line. Default `ndjson`' }),
    ),
    from: Type.Optional(
      Type.String({ format: 'date-time', description: 'Inclusive. Default: from the first event' }),
    ),
    to: Type.Optional(
      Type.String({ format: 'date-time', description: 'Exclusive. Default: to the last event' }),
    ),
  },
  { additionalProperties: false },
);
export type ExportParameters = Static<typeof ExportParameters>;

const firstTime = Date.UTC(1970, 0, 1);
const lastTime = Date.UTC(2200, 0, 1);

function readTime(name: 'from' | 'to', value: string): number {
  const time = Date.parse(value);
  // The pattern admits what no calendar holds (a leap second, 30 February); the store keeps times
  // between these years only.
  if (!(time >= firstTime && time <= lastTime)) {
    throw new SondeError('parameter_invalid', {
      detail: `${name} must be a time between the years 1970 and 2200`,
    });
  }
  return time;
}

/** Reads an optional range into ISO 8601 in UTC with milliseconds. */
export function readRange(parameters: { from?: string; to?: string }): {
  from?: string;
  to?: string;
} {
  const from = parameters.from === undefined ? undefined : readTime('from', parameters.from);
  const to = parameters.to === undefined ? undefined : readTime('to', parameters.to);
  if (from !== undefined && to !== undefined && from >= to) {
    throw new SondeError('parameter_invalid', { detail: 'from must be before to' });
  }
  return {
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  };
}

/**
 * Completes the parameters of a question to a scope.
 *
 * @param now Milliseconds since 1970; the default end of the range.
 */
export function readScope(parameters: ScopeParameters, now: number): Scope {
  const to = parameters.to === undefined ? now : readTime('to', parameters.to);
  const from =
    parameters.from === undefined
      ? to - defaultRangeDays * dayMs
      : readTime('from', parameters.from);
  if (from >= to) throw new SondeError('parameter_invalid', { detail: 'from must be before to' });
  const scope: Scope = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  for (const name of Object.keys(scopeFilters) as (keyof typeof scopeFilters)[]) {
    if (parameters[name] !== undefined) Object.assign(scope, { [name]: parameters[name] });
  }
  return scope;
}
