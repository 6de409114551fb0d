import type { FlowShape, RateSample, ReleaseChange } from '@sonde/analytics';
import { type Aliases, readAliases } from './aliases.js';
import type { Database, Parameters } from './database.js';
import { type FlowCatalog, readFlowCatalog } from './flow-catalog.js';
import { findReaching, flowRuns } from './flow-runs.js';
import { invocationRows } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import type { ScopeFilters } from './scope.js';
import type { Source, View } from './source.js';

/** Two releases of a tool. */
export interface ReleasePair {
  tool: string;
  version: string;
  previous_version: string;
}

interface Counted {
  runs: number;
  hits: number;
  people_hit: number;
  /** Of the runs of known people. */
  sample: RateSample;
}

/** How often something went wrong in each of two releases. */
export interface ReleaseRate extends Pick<ReleaseChange, 'kind' | 'name' | 'flow'> {
  before: Counted;
  after: Counted;
}

/** Adds up rows of `person`, `n` runs and `h` hits. A person of 0 is not known. */
const sums = `
  toUInt32(sum(n)) AS runs,
  toUInt32(sum(h)) AS hits,
  toUInt32(countIf(person != 0 AND h > 0)) AS people_hit,
  tuple(
    toUInt32(countIf(person != 0 AND n > 0)), toFloat64(sumIf(n, person != 0)),
    toFloat64(sumIf(h, person != 0)), toFloat64(sumIf(n * n, person != 0)),
    toFloat64(sumIf(h * h, person != 0)), toFloat64(sumIf(n * h, person != 0))) AS sample`;

interface SumRow extends Omit<Counted, 'sample'> {
  version: string;
  name: string;
  sample: [number, number, number, number, number, number];
}

/** All rates of the two releases that both have. */
export async function readReleaseRates(
  source: Source,
  view: View,
  scope: ScopeFilters,
  pair: ReleasePair,
): Promise<ReleaseRate[]> {
  const versions = [pair.version, pair.previous_version];
  const ofPair = { ...scope, tool: [pair.tool], version: versions };
  const aliases = await readAliases(source.db, view.project);
  const catalog = await readFlowCatalog(source, view.project, ofPair);
  const shapes = [...catalog.shapes.values()];
  const [commands, errors, ...flows] = await Promise.all([
    readCommands(source.db, view, ofPair, aliases),
    readErrors(source.db, view, ofPair, aliases),
    ...shapes.map((shape) => readSteps(source, view, ofPair, shape, catalog, aliases)),
  ]);
  return [
    ...pairUp('command', null, commands, pair),
    ...pairUp('error_class', null, errors, pair),
    ...flows.flatMap((rows, i) => pairUp('step', shapes[i]?.name ?? null, rows, pair)),
  ];
}

function pairUp(
  kind: ReleaseRate['kind'],
  flow: string | null,
  rows: readonly SumRow[],
  { version, previous_version }: ReleasePair,
): ReleaseRate[] {
  const before = new Map(
    rows.filter((row) => row.version === previous_version).map((row) => [row.name, row]),
  );
  return rows.flatMap((after) => {
    const earlier = before.get(after.name);
    if (after.version !== version || earlier === undefined) return [];
    return [{ kind, flow, name: after.name, before: toCounted(earlier), after: toCounted(after) }];
  });
}

function toCounted({ runs, hits, people_hit, sample }: SumRow): Counted {
  const [people, runsOf, hitsOf, runs_squared, hits_squared, runs_times_hits] = sample;
  return {
    ...{ runs, hits, people_hit },
    sample: {
      ...{ people, people_hit, runs: runsOf, hits: hitsOf },
      ...{ runs_squared, hits_squared, runs_times_hits },
    },
  };
}

/** Of the ended runs of each command, those that failed or were killed. */
function readCommands(
  db: Database,
  view: View,
  scope: ScopeFilters,
  aliases: Aliases,
): Promise<SumRow[]> {
  const { sql, parameters } = personRows(view, scope, aliases, ['command', 'ending']);
  return db.rows<SumRow>(
    `SELECT version, name, ${sums} FROM (
       SELECT assumeNotNull(version) AS version, ifNull(command, '') AS name, person,
         countIf(ending IN (1, 3, 4)) AS n, countIf(ending IN (1, 4)) AS h
       FROM (${sql}) GROUP BY version, name, person HAVING n > 0)
     WHERE name != '' GROUP BY version, name`,
    parameters,
  );
}

/** Of all ended runs, those with each error class, also if a release has none. */
async function readErrors(
  db: Database,
  view: View,
  scope: ScopeFilters,
  aliases: Aliases,
): Promise<SumRow[]> {
  const { sql, parameters } = personRows(view, scope, aliases, ['error_class', 'ending']);
  // The entry without a name has the runs of everyone.
  const rows = await db.rows<SumRow>(
    `SELECT version, entry.1 AS name, ${sums} FROM (
       SELECT version, person, n, entry, entry.2 AS h FROM (
         SELECT assumeNotNull(version) AS version, person, count() AS n,
           sumMap([ifNull(error_class, '')], [toUInt64(1)]) AS classes
         FROM (${sql}) WHERE ending IN (1, 3, 4) GROUP BY version, person)
       ARRAY JOIN arrayConcat([('', toUInt64(0))],
         arrayFilter(entry -> entry.1 != '', arrayZip(classes.1, classes.2))) AS entry)
     GROUP BY version, name`,
    parameters,
  );
  const everyone = rows.filter(({ name }) => name === '');
  const names = [...new Set(rows.map(({ name }) => name))].filter((name) => name !== '');
  return everyone.flatMap((all) =>
    names.map((name): SumRow => {
      const found = rows.find((row) => row.version === all.version && row.name === name);
      const [, , hits = 0, , squared = 0, product = 0] = found?.sample ?? [];
      const [people, runs, , runsSquared] = all.sample;
      return {
        ...{ version: all.version, name, runs: all.runs },
        ...{ hits: found?.hits ?? 0, people_hit: found?.people_hit ?? 0 },
        sample: [people, runs, hits, runsSquared, squared, product],
      };
    }),
  );
}

/** Of the ended runs of a flow that reached each step, those that stopped there. */
async function readSteps(
  source: Source,
  view: View,
  scope: ScopeFilters,
  shape: FlowShape,
  catalog: FlowCatalog,
  aliases: Aliases,
): Promise<SumRow[]> {
  if (shape.steps.length === 0) return [];
  const runs = await flowRuns(source, view, scope, shape, catalog);
  const people = personRows(view, scope, aliases, ['invocation_id']);
  const reaching = shape.steps.map((step) => {
    const { completing, reaching: stopped } = findReaching(shape, step);
    return [...completing.map((edition) => `${edition}`), ...stopped];
  });
  return source.db.rows<SumRow>(
    `SELECT version, name, ${sums} FROM (
       SELECT version, person, place, {stages:Array(String)}[place] AS name,
         sum(has({reaching:Array(Array(String))}[place], ended_at)) AS n,
         sum(outcome != 'completed' AND has({reaching:Array(Array(String))}[place], ended_at)
           AND step = {stage_steps:Array(String)}[place]) AS h
       FROM (
         SELECT assumeNotNull(people.version) AS version, people.person AS person, runs.outcome AS outcome,
           ifNull(runs.step, '') AS step,
           if(runs.outcome = 'completed', toString(runs.edition),
             concat(toString(runs.edition), ':', ifNull(runs.step, ''))) AS ended_at
         FROM (SELECT invocation_id, outcome, step, edition FROM (${runs.sql})
           WHERE outcome != 'incomplete') AS runs
         INNER JOIN (${people.sql}) AS people ON people.invocation_id = runs.invocation_id)
       ARRAY JOIN arrayEnumerate({stages:Array(String)}) AS place
       GROUP BY version, person, place HAVING n > 0)
     GROUP BY version, name`,
    {
      ...runs.parameters,
      ...people.parameters,
      reaching,
      stages: shape.steps.map((step) => `step:${step}`),
      stage_steps: shape.steps,
    },
  );
}

/** A statement that selects the invocations of the releases with their person. */
function personRows(
  view: View,
  scope: ScopeFilters,
  aliases: Aliases,
  columns: readonly string[],
): { sql: string; parameters: Parameters } {
  const { sql, parameters } = invocationRows(view, scope);
  return {
    sql: withHashedPerson(sql, aliases, ['version', ...columns]),
    parameters: { ...parameters, ...aliases.parameters },
  };
}
