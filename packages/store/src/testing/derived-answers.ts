import { join } from 'node:path';
import { openChdb } from '../chdb.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import type { Store } from '../port.js';
import { queries } from '../queries.js';

const ever = { from: '2000-01-01T00:00:00.000Z', to: '2029-12-31T00:00:00.000Z' };

/** What queries read from the derived tables, for all data of a project. */
export async function readAnswers(store: Store, project: string): Promise<unknown> {
  const { flows } = await store.query(queries.flows, { project, ...ever });
  return {
    overview: (await store.query(queries.overview, { project, ...ever })).totals,
    filters: await store.query(queries.filterValues, { project, ...ever }),
    invocations: await store.query(queries.invocations, { project, ...ever, limit: 500 }),
    flows,
    funnels: await Promise.all(
      flows.map(({ flow }) => store.query(queries.funnel, { project, ...ever, flow })),
    ),
  };
}

/** Runs statements on the engine of a closed store. */
export async function runStatements(directory: string, statements: string[]): Promise<void> {
  const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
  const engine = await openChdb(join(directory, 'clickhouse'), memory);
  for (const query of statements) await engine.writer.command({ query });
  await engine.close();
}

/** The next store on the directory makes its derived tables anew. */
export const forgetDerived = (directory: string): Promise<void> =>
  runStatements(directory, ['TRUNCATE TABLE sonde.derived_states']);

/**
 * The answers from the derived tables of a closed store as they are, and from derived tables that
 * were made anew from its events.
 */
export async function readBothAnswers(directory: string, projects: readonly string[]) {
  const readAll = (store: Store) =>
    Promise.all(projects.map((project) => readAnswers(store, project)));
  const open = () => openEmbeddedStore({ directory, deriveIntervalMs: 3_600_000 });
  const kept = await open();
  const answers = await readAll(kept);
  await kept.derived.fold();
  const folded = await readAll(kept);
  await kept.close();
  await forgetDerived(directory);
  const anew = await open();
  await anew.derived.fold();
  const fresh = await readAll(anew);
  await anew.close();
  return { answers, folded, fresh };
}
