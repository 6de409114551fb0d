import type { ComparedSample } from '@sonde/analytics';
import type { Database } from './database.js';
import type { Condition } from './range.js';

type SideOfPlace = [number, number, number, number];

interface SampleRow {
  reached: number[];
  other_reached: number[];
  /** [people, runs, squared runs] of each side, and the products of both. */
  totals: [number, number, number];
  other_totals: [number, number, number];
  runs_product: number;
  /** For each place of `reached`: [people hit, hits, squared hits, hits × runs] of each side, and the products. */
  places: [
    own: SideOfPlace,
    other: SideOfPlace,
    products: [hits: number, hitsByOtherRuns: number, runsByOtherHits: number],
  ][];
}

/** What is on both sides of a comparison. */
export interface ComparedSamples {
  /** How many reached each place, those of no person too; empty without any. */
  reached: number[];
  otherReached: number[];
  people: number;
  otherPeople: number;
  /** For each place of `reached`; empty without people. */
  samples: ComparedSample[];
}

/**
 * Sums up what was reached on both sides of a comparison, and by how many people.
 *
 * @param rows Selects what is compared: `person` as a hash, 0 for none; `is_other`; and `reached`,
 * a list with 1 for each stage that was reached, else 0.
 */
export async function readSamples(db: Database, rows: Condition): Promise<ComparedSamples> {
  const sum = (value: string) => `sumIf(${value}, person != 0)`;
  const sums = (list: string) => `sumForEachIf(${list}, person != 0)`;
  const product = (one: string, other: string) =>
    sums(`arrayMap((one, other) -> one * other, ${one}, ${other})`);
  const times = (list: string, factor: string) => sums(`arrayMap(one -> one * ${factor}, ${list})`);
  const people = (list: string) => sums(`arrayMap(one -> toUInt64(one > 0), ${list})`);
  const [row] = await db.rows<SampleRow>(
    `SELECT
       sumForEach(h) AS reached, sumForEach(other_h) AS other_reached,
       (countIf(n > 0 AND person != 0), ${sum('n')}, ${sum('n * n')}) AS totals,
       (countIf(other_n > 0 AND person != 0), ${sum('other_n')}, ${sum('other_n * other_n')}) AS other_totals,
       ${sum('n * other_n')} AS runs_product,
       arrayZip(
         arrayZip(${people('h')}, ${sums('h')}, ${product('h', 'h')}, ${times('h', 'n')}),
         arrayZip(${people('other_h')}, ${sums('other_h')}, ${product('other_h', 'other_h')},
           ${times('other_h', 'other_n')}),
         arrayZip(${product('h', 'other_h')}, ${times('h', 'other_n')}, ${times('other_h', 'n')})
       ) AS places
     FROM (
       SELECT person, sum(NOT is_other) AS n, sum(is_other) AS other_n,
         sumForEach(arrayMap(one -> if(is_other, 0, one), reached)) AS h,
         sumForEach(arrayMap(one -> if(is_other, one, 0), reached)) AS other_h
       FROM (${rows.sql})
       GROUP BY person)`,
    rows.parameters,
  );
  return {
    reached: row?.reached ?? [],
    otherReached: row?.other_reached ?? [],
    people: row?.totals[0] ?? 0,
    otherPeople: row?.other_totals[0] ?? 0,
    samples: row === undefined ? [] : toSamples(row),
  };
}

function toSamples({ totals, other_totals, runs_product, places }: SampleRow): ComparedSample[] {
  const sideOf = (
    [people, runs, runs_squared]: SampleRow['totals'],
    [people_hit, hits, hits_squared, runs_times_hits]: SideOfPlace,
  ) => ({ people, people_hit, runs, hits, runs_squared, hits_squared, runs_times_hits });
  return places.map(([own, other, [hits, hits_by_other_runs, runs_by_other_hits]]) => ({
    sample: sideOf(totals, own),
    other: sideOf(other_totals, other),
    products: { runs: runs_product, hits, hits_by_other_runs, runs_by_other_hits },
  }));
}
