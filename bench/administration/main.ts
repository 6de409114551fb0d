/**
 * What administrative acts do to ingest beside them: how long clients wait for an answer.
 *
 * Slices with and without acts alternate, so that a noisy machine is noisy for both.
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
    /** Acts a second: keys are made and revoked, the project is renamed. */
    acts: { type: 'string', default: '40' },
    /** Length of one slice. */
    seconds: { type: 'string', default: '6' },
    slices: { type: 'string', default: '4' },
    /** Events a second. Default: half of what the collector takes in without a pace. */
    rate: { type: 'string' },
  },
});

interface Slice {
  acknowledged: number;
  refused: number;
  elapsedMs: number;
  latencies: number[];
}

async function ask(generator: ChildProcess, question: object): Promise<Slice> {
  generator.send(question);
  const [answer] = await once(generator, 'message');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** Sends acts at an even pace until `isOver`; resolves with the duration of each, in milliseconds. */
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
  const alone: Slice[] = [];
  const beside: Slice[] = [];
  const took: number[] = [];
  for (let index = 0; index < Number(options.slices); index += 1) {
    alone.push(await ask(generator, { ...load, rate }));
    let isOver = false;
    const acts = administer(url, () => isOver);
    beside.push(await ask(generator, { ...load, rate }));
    isOver = true;
    took.push(...(await acts));
  }
  const [without, within] = [describe(alone), describe(beside)];
  const perSecond = Math.round(took.length / (Number(options.seconds) * Number(options.slices)));
  console.table({ 'ingest alone': without, [`beside ${perSecond} acts/s`]: within });
  console.log(
    `ratio at ${rate} events/s: p50 ${(within['p50 ms'] / without['p50 ms']).toFixed(2)}, p99 ${(within['p99 ms'] / without['p99 ms']).toFixed(2)}; ` +
      `an act took ${quantile(took, 0.5).toFixed(0)} ms, p99 ${quantile(took, 0.99).toFixed(0)} ms`,
  );
  // Two slices of the same load differ as well: what to compare the ratio with.
  const noise = alone.map((slice) => quantile(slice.latencies, 0.99));
  console.log(`p99 of the slices alone: ${noise.map((ms) => ms.toFixed(0)).join(', ')} ms`);
} finally {
  generator.disconnect();
  collector.kill('SIGTERM');
  await once(collector, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
