import { funnelEventForm, funnelSubjects } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type Static, type TObject, Type } from 'typebox';
import type { Database } from './database.js';
import {
  fewestSteps,
  longestWindowMs,
  mostSteps,
  readFunnelDefinition,
} from './free-funnel-definition.js';
import { freeFunnelRows } from './free-funnel-rows.js';
import type { Condition } from './range.js';
import { type ScopeFilters, scopeListFilters } from './scope.js';
import type { View } from './source.js';

/** Parameters that select invocations by a step of a free funnel. */
export const freeFunnelFilter = {
  funnel_reached: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: mostSteps,
      description:
        'Number of a step of a free funnel, from 1: invocations whose best attempt reached it; per person, invocations in which the best attempt of a person reached it. Range and filters of every query apply to the funnel, too. The others below require it',
    }),
  ),
  funnel_step: Type.Optional(
    Type.Array(Type.String(), {
      description: `Required by \`funnel_reached\`: the steps in order, ${fewestSteps} to ${mostSteps}: ${funnelEventForm}`,
    }),
  ),
  funnel_per: Type.Optional(Type.Enum(funnelSubjects, { description: 'Default `invocation`' })),
  funnel_window_ms: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: longestWindowMs,
      description: 'As `window_ms` of `/api/v1/free-funnel`',
    }),
  ),
  funnel_exclude: Type.Optional(
    Type.String({ description: 'As `exclude` of `/api/v1/free-funnel`' }),
  ),
  funnel_by: Type.Optional(
    Type.Enum(scopeListFilters, { description: 'A base property; with `funnel_value`' }),
  ),
  funnel_value: Type.Optional(
    Type.String({
      description: 'Its value in the invocation of the first step; empty if it was not reported',
    }),
  ),
};
type FreeFunnelFilter = Static<TObject<typeof freeFunnelFilter>>;

/**
 * Condition on invocations; null if there is no such filter.
 *
 * @throws `parameter_invalid`
 */
export async function reachedStep(
  db: Database,
  view: View,
  input: ScopeFilters & FreeFunnelFilter,
): Promise<Condition | null> {
  const { funnel_reached: reached, funnel_step: step, funnel_per: per = 'invocation' } = input;
  const { funnel_window_ms, funnel_exclude, funnel_by: by, funnel_value: value } = input;
  const refuse = (detail: string) => new SondeError('parameter_invalid', { detail });
  if (reached === undefined || step === undefined) {
    const names = Object.keys(freeFunnelFilter) as (keyof FreeFunnelFilter)[];
    const name = names.find((one) => input[one] !== undefined);
    if (name === undefined) return null;
    throw refuse(
      'funnel_reached and funnel_step need each other, and other funnel filters need both',
    );
  }
  if ((by === undefined) !== (value === undefined)) {
    throw refuse('funnel_by and funnel_value need each other');
  }
  if (reached > step.length) {
    throw refuse(`funnel_reached=${reached}, but the funnel has ${step.length} steps`);
  }
  const definition = readFunnelDefinition(
    {
      ...{ step, per },
      ...(funnel_window_ms !== undefined && { window_ms: funnel_window_ms }),
      ...(funnel_exclude !== undefined && { exclude: funnel_exclude }),
    },
    'funnel_',
  );
  const rows = await freeFunnelRows(db, view, input, definition, { per, by });
  if (rows === null) return { sql: 'false', parameters: {} };
  const ofGroup = value === undefined ? '' : 'AND first_value = {funnel_value:String}';
  // A scalar subquery: servers get its result, and do not run joins of their own.
  return {
    sql: `invocation_id IN (SELECT arrayJoin((
      SELECT groupArray(invocation_ids[${reached}]) FROM (${rows.sql})
      WHERE length(invocation_ids) >= ${reached} ${ofGroup})))`,
    parameters: { ...rows.parameters, ...(value !== undefined && { funnel_value: value }) },
  };
}
