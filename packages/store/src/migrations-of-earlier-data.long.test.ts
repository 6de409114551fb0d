import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Funnel } from '@sonde/analytics';
import { someOf } from '@sonde/test-share';
import type { Static } from 'typebox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbeddedStore } from './embedded-store.js';
import { migrations } from './migrations.js';
import type { Store } from './port.js';
import type { Query } from './queries/query.js';
import { queries } from './queries.js';
import type { Batch } from './records.js';
import { collect } from './testing/stored-events.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/**
 * Data of the version whose newest migration was number 9; `fixtures/migration-9/write.mjs` wrote
 * it.
 */
async function unpackEarlierData(name: string): Promise<string> {
  const data = join(directory, name);
  await mkdir(data, { mode: 0o700 });
  execFileSync('tar', ['-xzf', fixture('migration-9/store.tar.gz'), '-C', data]);
  return data;
}

/** A call of that version's store: one method per query, with its arguments in order. */
interface Recorded {
  method: 'append' | 'exportEvents' | 'hasCatalog' | 'catalog' | keyof typeof queries;
  questions: unknown[];
  answer: unknown;
}

const allRecorded = JSON.parse(
  gunzipSync(readFileSync(fixture('migration-9/answers.json.gz'))).toString(),
) as Recorded[];
/** The catalogs themselves can no longer be queried; they still define the flows. */
const recorded = allRecorded.filter(({ method }) => method !== 'catalog');

async function run(store: Store, { method, questions: values }: Recorded): Promise<unknown> {
  if (method === 'append') return store.append(values[0] as Batch);
  const [project, about, ...more] = values as [string, string, ...unknown[]];
  if (method === 'hasCatalog') return (await store.catalogTool(project, about)) !== null;
  if (method === 'exportEvents') return collect(store.exportEvents(project, {}));
  if (method === 'invocation') {
    return store.query(queries.invocation, { project, invocation_id: about });
  }
  if (method === 'catalog') throw new Error('catalogs cannot be queried');
  const parts = method === 'funnel' ? [about, { flow: more[0] }] : [about, ...more];
  const { cursor, ...input } = Object.assign({ project }, ...parts);
  const query: Query = queries[method];
  const response = await store.query(
    query,
    typeof cursor === 'string' ? { ...input, cursor } : input,
  );
  // The filter by tool is newer than the data.
  return method === 'filterValues' ? withoutFilter(response as FilterValues, 'tool') : response;
}

type FilterValues = Static<typeof queries.filterValues.response.schema>;

function withoutFilter({ filters }: FilterValues, name: string): FilterValues {
  return { filters: filters.filter((filter) => filter.name !== name) };
}

/**
 * The recorded response without what later versions show differently: the stages of one funnel, whose
 * runs that ended at a step missing from its catalog were shown at Started and now have their own
 * stage; and what got worse, which the overview no longer has.
 */
function stillShown({ method, questions: values, answer }: Recorded): unknown {
  if (method === 'overview') {
    const { regressions: _regressions, ...rest } = answer as Record<string, unknown>;
    return rest;
  }
  if (method !== 'funnel' || values[0] !== 'other') return answer;
  const { stages: _stages, ...rest } = answer as Funnel;
  return rest;
}

/**
 * Of two versions of an event that differ only in their arrival, that version's page of an
 * invocation showed the first as long as they were not merged, and the last afterwards.
 */
function withoutArrivals(response: unknown): unknown {
  const without = (key: string, value: unknown) => (key === 'received_at' ? undefined : value);
  return JSON.parse(JSON.stringify(response, without));
}

/** Every response is the same as in the earlier version; later versions may add fields. */
async function expectSameResponses(data: string): Promise<void> {
  const store = await openEmbeddedStore({ directory: data });
  try {
    for (const call of recorded) {
      const { method } = call;
      const compared = method === 'invocation' ? withoutArrivals : (response: unknown) => response;
      const answer = compared(stillShown(call));
      const wrapped = { answer: compared(await run(store, call)) };
      expect(wrapped, `${method} ${JSON.stringify(call.questions)}`).toMatchObject({ answer });
    }
  } finally {
    await store.close();
  }
}

/** Migrates in a process that kills itself at that point; false if it finished first. */
function migrateUntil(data: string, point: string, moment: 'before' | 'within'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [fixture('migrate-until.mjs'), data, point, moment],
      { env: {}, timeout: 240_000 },
      (error, stdout, stderr) => {
        if (stdout === 'done') resolve(false);
        else if (error?.signal === 'SIGKILL' && !error.killed) resolve(true);
        else reject(new Error(`ended otherwise: ${error?.message} ${stderr}`));
      },
    );
  });
}

/** The points of migrations after that of a number. */
const pointsOf = (from: number) =>
  migrations
    .filter(({ number }) => number > from)
    .flatMap(({ number, statements }) => [
      ...statements.map((_, index) => `${number}:${index}`),
      `${number}:recorded`,
    ]);

it('gives the same responses for earlier data as the earlier version', async () => {
  await expectSameResponses(await unpackEarlierData('earlier'));
});

it('continues after a kill before and within statements, on earlier data', async () => {
  const data = await unpackEarlierData('killed');
  for (const point of someOf(pointsOf(9))) {
    // Before the first statement nothing has happened yet.
    if (!point.endsWith(':0')) {
      expect(await migrateUntil(data, point, 'before'), `before ${point}`).toBe(true);
    }
    expect(await migrateUntil(data, point, 'within'), `within ${point}`).toBe(true);
  }
  await expectSameResponses(data);
});

it('continues after a kill before and within statements, on new data', async () => {
  const data = join(directory, 'new');
  const all = `${migrations[0]?.number}:recorded`;
  for (const point of ['0:recorded', 'audit_log', 'events', 'team_records', all]) {
    expect(await migrateUntil(data, point, 'before'), `before ${point}`).toBe(true);
    expect(await migrateUntil(data, point, 'within'), `within ${point}`).toBe(true);
  }
  expect(await migrateUntil(data, '', 'before')).toBe(false);
  const store = await openEmbeddedStore({ directory: data });
  expect(await collect(store.exportEvents('default', {}))).toEqual([]);
  await store.close();
});
