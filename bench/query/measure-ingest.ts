import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { quantile } from '../quantile.js';
import { startCollector } from '../started-collector.js';
import { rowNames } from './build.js';
import { type DataDirectories, openCopy } from './data.js';
import { runOverHttp } from './http-rows.js';
import { median, ms, ratio, times } from './interleave.js';
import { listRows } from './rows.js';

const ingesting = ', ingesting';
const settleMs = 3_000;

interface Slice {
  acknowledged: number;
  refused: number;
  elapsedMs: number;
  /** The time in which requests were due. */
  offeredMs: number;
  latencies: number[];
}

/**
 * Measures every row through a collector, alone and while the collector ingests at half of its
 * maximum rate, in turns.
 */
export async function measureDuringIngest(
  directories: DataDirectories,
  directory: string,
  rounds: number,
): Promise<void> {
  const { build, data, directory: copy } = await openCopy(directories, directory);
  await build.close();
  const { url, child } = await startCollector(copy);
  const generator = fork(fileURLToPath(new URL('../ingest/load.mjs', import.meta.url)));
  try {
    const fastest = await runSlice(generator, { url, seconds: 8 });
    const rate = Math.round((1_000 * fastest.acknowledged) / fastest.elapsedMs / 2);
    const slices: Slice[] = [];
    const took = new Map<string, number[]>();
    const runAll = async (round: number, suffix: string) => {
      for (const row of listRows(data, round)) {
        const name = `${row.name}${suffix}`;
        took.set(name, [...(took.get(name) ?? []), await runOverHttp(url, row)]);
      }
    };
    for (const row of listRows(data, -1)) await runOverHttp(url, row);
    for (let round = 0; round < rounds; round += 1) {
      // What was ingested last is still being merged.
      await sleep(settleMs);
      await runAll(2 * round, '');
      await whileIngesting(generator, { url, rate }, slices, () =>
        runAll(2 * round + 1, ingesting),
      );
    }
    console.log(
      `\nalone, and while a collector ingests ${rate} events a second, half of its maximum`,
    );
    const table = rowNames.map((name) => {
      const loaded = `${name}${ingesting}`;
      return [
        name,
        {
          'ingesting ÷ alone': times(ratio(took, loaded, name)),
          'alone, ms': ms(median(took, name)),
          'ingesting, ms': ms(median(took, loaded)),
        },
      ] as const;
    });
    console.table(Object.fromEntries(table));
    const sum = (field: 'acknowledged' | 'refused' | 'offeredMs') =>
      slices.reduce((total, slice) => total + slice[field], 0);
    const latencies = slices.flatMap((slice) => slice.latencies);
    console.log(
      `meanwhile ${Math.round((1_000 * sum('acknowledged')) / sum('offeredMs'))} events a second were acknowledged, ` +
        `${sum('refused')} refused; p50 ${ms(quantile(latencies, 0.5))} ms, p99 ${ms(quantile(latencies, 0.99))} ms`,
    );
  } finally {
    generator.disconnect();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    directories.remove(copy);
  }
}

async function runSlice(
  generator: ChildProcess,
  load: { url: string; seconds: number; rate?: number },
): Promise<Slice> {
  generator.send({ batchSize: 25, gzip: false, connections: 192, ...load });
  const [answer] = await once(generator, 'message');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** Ingests until `run` has finished; `run` starts when commits are under way. */
async function whileIngesting(
  generator: ChildProcess,
  load: { url: string; rate: number },
  slices: Slice[],
  run: () => Promise<void>,
): Promise<void> {
  let isOver = false;
  const ingest = async () => {
    do slices.push(await runSlice(generator, { ...load, seconds: 2 }));
    while (!isOver);
  };
  const ingested = ingest();
  await sleep(1_000);
  try {
    await run();
  } finally {
    isOver = true;
    await ingested;
  }
}
