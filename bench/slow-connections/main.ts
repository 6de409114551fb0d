/**
 * How slow connections affect another client: its success rate, and how long it waits for a
 * response.
 *
 * Slices with and without them alternate, so that a noisy machine affects both.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '../quantile.js';
import { startCollector } from '../started-collector.js';

const { values: options } = parseArgs({
  options: {
    /** Number of slow connections. */
    count: { type: 'string', default: '1000' },
    /** Length of one slice. */
    seconds: { type: 'string', default: '5' },
    slices: { type: 'string', default: '4' },
    /** Events per second that the other client sends; 25 per request. */
    rate: { type: 'string', default: '2500' },
  },
});

interface Slice {
  acknowledged: number;
  refused: number;
  latencies: number[];
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

async function ask<T>(child: ChildProcess, request: object): Promise<T> {
  child.send(request);
  const [answer] = await once(child, 'message');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

function describe(slices: Slice[]) {
  const latencies = slices.flatMap((slice) => slice.latencies);
  const sum = (field: 'acknowledged' | 'refused') =>
    slices.reduce((total, slice) => total + slice[field], 0);
  return {
    requests: latencies.length,
    'served %': (100 * sum('acknowledged')) / (sum('acknowledged') + sum('refused')),
    'p50 ms': Number(quantile(latencies, 0.5).toFixed(1)),
    'p99 ms': Number(quantile(latencies, 0.99).toFixed(1)),
    'max ms': Number(quantile(latencies, 1).toFixed(1)),
  };
}

const directory = mkdtempSync(join(tmpdir(), 'sonde-slow-'));
const { url: address, child: collector } = await startCollector(join(directory, 'data'));
const url = new URL(address);
const generator = fork(path('../ingest/load.mjs'));
const slow = fork(path('./slow.mjs'));

try {
  const load = {
    url: url.origin,
    seconds: Number(options.seconds),
    rate: Number(options.rate),
    batchSize: 25,
    connections: 16,
    gzip: false,
  };
  await ask(generator, { ...load, seconds: 2 });
  const without: Slice[] = [];
  const loaded: Slice[] = [];
  for (let index = 0; index < Number(options.slices); index += 1) {
    without.push(await ask(generator, load));
    await ask(slow, { port: Number(url.port), count: Number(options.count) });
    loaded.push(await ask(generator, load));
    await ask(slow, { port: Number(url.port), count: 0 });
  }
  const [alone, crowded] = [describe(without), describe(loaded)];
  console.table({ alone, [`with ${options.count} slow`]: crowded });
  console.log(
    `ratio: p50 ${(crowded['p50 ms'] / alone['p50 ms']).toFixed(2)}, p99 ${(crowded['p99 ms'] / alone['p99 ms']).toFixed(2)}`,
  );
  if (crowded['served %'] < 100) process.exitCode = 1;
} finally {
  generator.disconnect();
  slow.disconnect();
  collector.kill('SIGTERM');
  await once(collector, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
