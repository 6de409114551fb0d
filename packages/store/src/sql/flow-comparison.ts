import { type ComparedSample, type FlowShape, funnelStages } from '@sonde/analytics';
import { readAliases } from './aliases.js';
import type { FlowCatalog } from './flow-catalog.js';
import { findReaching, flowRuns } from './flow-runs.js';
import { invocationsById } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import type { Condition } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { Source, View } from './source.js';

interface SampleRow {
  /** [people, runs, squared runs] of each side, and the products of both. */
  totals: [number, number, number];
  other_totals: [number, number, number];
  runs_product: number;
  /** For each stage: [people hit, hits, squared hits, hits × runs] of each side, and the products. */
  hits: [number, number, number, number][];
  other_hits: [number, number, number, number][];
  hits_products: [hits: number, hitsByOtherRuns: number, runsByOtherHits: number][];
}

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
  const people = withHashedPerson(invocations.sql, aliases, ['invocation_id']);
  const stages = funnelStages(shape).filter(({ kind }) => kind !== 'started');
  const steps = stages.filter(({ kind }) => kind === 'step').map(({ name }) => name);
  const hits = stages.map(({ kind, name }) => {
    if (kind === 'completed') return "outcome = 'completed'";
    if (kind === 'milestone') return `passed[${runs.milestones.indexOf(name) + 1}] = 1`;
    return `has({reaching:Array(Array(String))}[${steps.indexOf(name) + 1}], ended_at)`;
  });
  const [row] = await source.db.rows<SampleRow>(
    `SELECT
       (countIf(n > 0), sum(n), sum(n * n)) AS totals,
       (countIf(other_n > 0), sum(other_n), sum(other_n * other_n)) AS other_totals,
       sum(n * other_n) AS runs_product,
       arrayZip(sumForEach(arrayMap(one -> toUInt64(one > 0), h)), sumForEach(h),
         sumForEach(arrayMap(one -> one * one, h)), sumForEach(arrayMap(one -> one * n, h))) AS hits,
       arrayZip(sumForEach(arrayMap(one -> toUInt64(one > 0), other_h)), sumForEach(other_h),
         sumForEach(arrayMap(one -> one * one, other_h)),
         sumForEach(arrayMap(one -> one * other_n, other_h))) AS other_hits,
       arrayZip(sumForEach(arrayMap((one, other) -> one * other, h, other_h)),
         sumForEach(arrayMap(one -> one * other_n, h)),
         sumForEach(arrayMap(one -> one * n, other_h))) AS hits_products
     FROM (
       SELECT person, sum(NOT is_other) AS n, sum(is_other) AS other_n,
         sumForEach(arrayMap(one -> if(is_other, 0, one), reached)) AS h,
         sumForEach(arrayMap(one -> if(is_other, one, 0), reached)) AS other_h
       FROM (
         SELECT people.person AS person, runs.is_other AS is_other, runs.reached AS reached
         FROM (
           SELECT invocation_id, ${isOther.sql} AS is_other,
             [${hits.map((hit) => `toUInt64(${hit})`).join(', ')}] AS reached
           FROM (
             SELECT *, if(outcome = 'completed', toString(edition),
               concat(toString(edition), ':', ifNull(step, ''))) AS ended_at
             FROM (${runs.sql}))) AS runs
         INNER JOIN (${people}) AS people ON people.invocation_id = runs.invocation_id)
       WHERE person != 0
       GROUP BY person)`,
    {
      ...invocations.parameters,
      ...aliases.parameters,
      ...runs.parameters,
      ...isOther.parameters,
      reaching: steps.map((step) => {
        const { completing, reaching } = findReaching(shape, step);
        return [...completing.map((edition) => `${edition}`), ...reaching];
      }),
    },
  );
  return {
    people: row?.totals[0] ?? 0,
    otherPeople: row?.other_totals[0] ?? 0,
    samples: new Map(
      stages.flatMap(({ id }, i) => {
        const sample = row === undefined ? undefined : toSample(row, i);
        return sample === undefined ? [] : [[id, sample] as const];
      }),
    ),
  };
}

function toSample(row: SampleRow, stage: number): ComparedSample | undefined {
  const [hits, others, products] = [
    row.hits[stage],
    row.other_hits[stage],
    row.hits_products[stage],
  ];
  // Without people the sums have no entries.
  if (hits === undefined || others === undefined || products === undefined) return undefined;
  const sideOf = (
    [people, runs, runs_squared]: SampleRow['totals'],
    [people_hit, hit, hits_squared, runs_times_hits]: SampleRow['hits'][number],
  ) => ({ people, people_hit, runs, hits: hit, runs_squared, hits_squared, runs_times_hits });
  const [both, hits_by_other_runs, runs_by_other_hits] = products;
  return {
    sample: sideOf(row.totals, hits),
    other: sideOf(row.other_totals, others),
    products: { runs: row.runs_product, hits: both, hits_by_other_runs, runs_by_other_hits },
  };
}
