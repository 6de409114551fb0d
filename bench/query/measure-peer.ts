import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { rowNames } from './build.js';
import { type DataDirectories, openCopy } from './data.js';
import { compareFields } from './differences.js';
import { DuckDbPeer } from './duckdb-peer.js';
import type { SqlFlow } from './duckdb-sql.js';
import { interleave, median, ms, ratio, type Timed, times } from './interleave.js';
import { listRows } from './rows.js';

/** The flow of `rows.ts`, as somebody who writes SQL knows it. */
const flow: SqlFlow = {
  name: 'application_create',
  steps: [
    ...['name', 'auth', 'plan', 'terms', 'region', 'api_call', 'api_key', 'apply_plan'],
    'profile_configure',
  ],
  started: 'CLI Application Create Started',
  completed: 'CLI Application Create Completed',
  aborted: 'CLI Application Create Aborted',
  failed: 'CLI Application Create Failed',
  milestones: [
    {
      ...{ name: 'Accepted Terms', event: 'CLI Application Create Accepted Terms' },
      ...{ step: 'terms', isOnPath: true },
    },
    {
      ...{ name: 'Declined Terms', event: 'CLI Application Create Declined Terms' },
      ...{ step: 'terms', isOnPath: false },
    },
  ],
};

/**
 * Compares the overview and the funnel with DuckDB: its responses must be equal, field by field, and
 * both run in turns with the same number of threads.
 */
export async function measurePeer(
  directories: DataDirectories,
  directory: string,
  rounds: number,
): Promise<void> {
  const { build, data, directory: copy } = await openCopy(directories, directory);
  const unsorted = directories.file('.parquet');
  await build.ask('writeParquet', { file: unsorted });
  const file = directories.file('.parquet');
  const threads = availableParallelism();
  const peer = await DuckDbPeer.open(unsorted, file, threads);
  const compared = ['overview, 30 days', 'funnel, all time', 'funnel, 30 days'];
  const timed: Timed[] = [];
  try {
    for (const name of compared) {
      const index = rowNames.indexOf(name);
      const askPeer = async (moved: number): Promise<unknown> => {
        const { from, to } = listRows(data, moved)[index]?.input ?? {};
        if (typeof from !== 'string' || typeof to !== 'string')
          throw new Error(`${name}: no range`);
        return name.startsWith('overview')
          ? peer.overview({ from, to })
          : peer.funnel(flow, { from, to });
      };
      const { fields, different } = compareFields(
        await build.ask('answer', { index, moved: 0 }),
        await askPeer(0),
      );
      console.log(`${name}: ${fields} fields, ${different.length} differ from DuckDB's`);
      for (const line of different.slice(0, 20)) console.log(`  ${line}`);
      if (different.length > 0) process.exitCode = 1;
      timed.push(
        { name, run: (round) => build.ask('run', { index, moved: round + 1 }) },
        {
          name: `${name}, DuckDB`,
          run: async (round) => {
            const began = performance.now();
            await askPeer(round + 1);
            return performance.now() - began;
          },
        },
      );
    }
    const took = await interleave(timed, rounds);
    console.log(
      `\nDuckDB with ${threads} threads over ${(statSync(file).size / 1e6).toFixed(0)} MB of Parquet sorted by time`,
    );
    const table = compared.map((name) => {
      const other = `${name}, DuckDB`;
      return [
        name,
        {
          'ours ÷ DuckDB': times(ratio(took, name, other)),
          'ours, ms': ms(median(took, name)),
          'DuckDB, ms': ms(median(took, other)),
        },
      ] as const;
    });
    console.table(Object.fromEntries(table));
  } finally {
    peer.close();
    await build.close();
    directories.remove(copy);
    directories.remove(file);
  }
}
