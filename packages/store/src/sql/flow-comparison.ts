import { type ComparedSample, type FlowShape, funnelStages } from '@sonde/analytics';
import { readAliases } from './aliases.js';
import { readSamples } from './compared-people.js';
import type { FlowCatalog } from './flow-catalog.js';
import { findReaching, flowRuns } from './flow-runs.js';
import { invocationsById } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import type { Condition } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { Source, View } from './source.js';

export interface ComparedPeople {
  people: number;
  otherPeople: number;
  /** By stage id, without Started. */
  samples: Map<string, ComparedSample>;
}

/**
 * Sums up the runs of people on both sides of a comparison.
 *
 * @param view Contains both sides, as do the filters.
 * @param shape With the steps that are in no catalog.
 * @param isOther Whether a run, with the columns of `flowRuns`, is on the other side.
 */
export async function readComparedPeople(
  source: Source,
  view: View,
  scope: ScopeFilters,
  shape: FlowShape,
  catalog: FlowCatalog,
  isOther: Condition,
): Promise<ComparedPeople> {
  const runs = await flowRuns(source, view, scope, shape, catalog);
  const aliases = await readAliases(source.db, view.project);
  // A scalar subquery: servers get its result, and do not read tables of all servers themselves.
  const invocations = invocationsById(
    view,
    `SELECT arrayJoin((SELECT groupArray(invocation_id) FROM (${runs.sql})))`,
  );
  const persons = withHashedPerson(invocations.sql, aliases, ['invocation_id']);
  const stages = funnelStages(shape).filter(({ kind }) => kind !== 'started');
  const steps = stages.filter(({ kind }) => kind === 'step').map(({ name }) => name);
  const hits = stages.map(({ kind, name }) => {
    if (kind === 'completed') return "outcome = 'completed'";
    if (kind === 'milestone') return `passed[${runs.milestones.indexOf(name) + 1}] = 1`;
    return `has({reaching:Array(Array(String))}[${steps.indexOf(name) + 1}], ended_at)`;
  });
  const { people, otherPeople, samples } = await readSamples(source.db, {
    sql: `SELECT people.person AS person, runs.is_other AS is_other, runs.reached AS reached
      FROM (
        SELECT invocation_id, ${isOther.sql} AS is_other,
          [${hits.map((hit) => `toUInt64(${hit})`).join(', ')}] AS reached
        FROM (
          SELECT *, if(outcome = 'completed', toString(edition),
            concat(toString(edition), ':', ifNull(step, ''))) AS ended_at
          FROM (${runs.sql}))) AS runs
      INNER JOIN (${persons}) AS people ON people.invocation_id = runs.invocation_id`,
    parameters: {
      ...invocations.parameters,
      ...aliases.parameters,
      ...runs.parameters,
      ...isOther.parameters,
      reaching: steps.map((step) => {
        const { completing, reaching } = findReaching(shape, step);
        return [...completing.map((edition) => `${edition}`), ...reaching];
      }),
    },
  });
  return {
    ...{ people, otherPeople },
    samples: new Map(
      stages.flatMap(({ id }, i) => {
        const sample = samples[i];
        return sample === undefined ? [] : [[id, sample] as const];
      }),
    ),
  };
}
