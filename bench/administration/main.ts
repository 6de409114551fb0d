/**
 * How administrative acts affect ingestion: how long clients wait for a response.
 *
 * A round has three slices: with acts, without, and without again. The last two differ only by the
 * noise of the machine, so their ratio shows how much of the first one's is noise. Each slice of a
 * round goes first as often as last.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '../quantile.js';
import { startCollector } from '../started-collector.js';

const { values: options } = parseArgs({
  options: {
    /** Acts per second: keys are created and revoked, the project is renamed. */
    acts: { type: 'string', default: '40' },
    /** Length of one slice. */
    seconds: { type: 'string', default: '4' },
    /** A multiple of three, so that every order occurs equally often. */
    rounds: { type: 'string', default: '9' },
    /** Events per second. Default: half of what the collector accepts without a limit. */
    rate: { type: 'string' },
  },
});

interface Slice {
  acknowledged: number;
  refused: number;
  elapsedMs: number;
  latencies: number[];
}

async function ask(generator: ChildProcess, request: object): Promise<Slice> {
  generator.send(request);
  const [answer] = await once(generator, 'message');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/**
 * Performs acts at an even rate until `isOver`; resolves with the duration of each, in
 * milliseconds.
 */
async function administer(url: string, isOver: () => boolean): Promise<number[]> {
  const headers = { 'content-type': 'application/json' };
  const send = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api/v1/projects/bench${path}`, {
      ...{ method, headers: body === undefined ? {} : headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  const startedAt = performance.now();
  const took: number[] = [];
  const acts: Promise<void>[] = [];
  const act = async (number: number) => {
    const from = performance.now();
    if (number % 2 === 0) await send('PATCH', '', { title: `Bench ${number}` });
    else {
      const { id } = await send('POST', '/keys', {
        name: `key ${startedAt} ${number}`,
        kind: 'write',
      });
      await send('DELETE', `/keys/${id}`);
    }
    took.push(performance.now() - from);
  };
  for (let number = 0; !isOver(); number += 1) {
    acts.push(act(number));
    const due = startedAt + ((number + 1) * 1_000) / Number(options.acts);
    await sleep(Math.max(0, due - performance.now()));
  }
  await Promise.all(acts);
  return took;
}

function describe(slices: Slice[]) {
  const latencies = slices.flatMap((slice) => slice.latencies);
  const sum = (field: 'acknowledged' | 'refused' | 'elapsedMs') =>
    slices.reduce((total, slice) => total + slice[field], 0);
  return {
    'events/s': Math.round((1_000 * sum('acknowledged')) / sum('elapsedMs')),
    'p50 ms': Number(quantile(latencies, 0.5).toFixed(1)),
    'p99 ms': Number(quantile(latencies, 0.99).toFixed(1)),
    refused: sum('refused'),
  };
}

/** Ratio of the waiting times of clients in two slices, round by round. */
function compare(slices: Slice[], others: Slice[], share: number): string {
  const ratios = slices.map(
    ({ latencies }, round) =>
      quantile(latencies, share) / quantile(others[round]?.latencies ?? [], share),
  );
  const [low, median, high] = [0, 0.5, 1].map((each) => quantile(ratios, each).toFixed(2));
  return `${median} (${low} to ${high})`;
}

const directory = mkdtempSync(join(tmpdir(), 'sonde-administration-'));
const { url, child: collector } = await startCollector(join(directory, 'data'));
const generator = fork(fileURLToPath(new URL('../ingest/load.mjs', import.meta.url)));

try {
  const made = await fetch(`${url}/api/v1/projects`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'bench' }),
  });
  if (!made.ok) throw new Error(await made.text());
  const load = {
    url,
    seconds: Number(options.seconds),
    batchSize: 25,
    connections: 64,
    gzip: false,
  };
  const { acknowledged, elapsedMs } = await ask(generator, load);
  const rate = Number(options.rate ?? Math.round((1_000 * acknowledged) / elapsedMs / 2));
  const kinds = ['loaded', 'alone', 'again'] as const;
  const slices: Record<(typeof kinds)[number], Slice[]> = { loaded: [], alone: [], again: [] };
  const took: number[] = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const index of kinds.keys()) {
      const kind = kinds[(round + index) % kinds.length] ?? 'alone';
      let isOver = false;
      const acts = kind === 'loaded' ? administer(url, () => isOver) : Promise.resolve([]);
      slices[kind].push(await ask(generator, { ...load, rate }));
      isOver = true;
      took.push(...(await acts));
    }
  }
  const { loaded, alone, again } = slices;
  const perSecond = Math.round(took.length / (Number(options.seconds) * loaded.length));
  console.table({
    'ingest alone': describe([...alone, ...again]),
    [`with ${perSecond} acts/s`]: describe(loaded),
  });
  console.log(`at ${rate} events/s, median of ${loaded.length} rounds (lowest to highest):`);
  for (const share of [0.5, 0.99]) {
    console.log(
      `p${share * 100}: with acts ÷ alone ${compare(loaded, alone, share)}, ` +
        `with acts ÷ alone again ${compare(loaded, again, share)}, ` +
        `alone again ÷ alone ${compare(again, alone, share)}`,
    );
  }
  console.log(
    `an act took ${quantile(took, 0.5).toFixed(0)} ms, p99 ${quantile(took, 0.99).toFixed(0)} ms`,
  );
} finally {
  generator.disconnect();
  collector.kill('SIGTERM');
  await once(collector, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
