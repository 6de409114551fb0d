/**
 * How many events per second the collector acknowledges as durable, and how long a response takes,
 * while the dashboard queries the overview every second.
 *
 * Slices of the collector and of a server that only parses alternate, so that a noisy machine
 * affects both. Then slices of each family of vendors' clients alternate with slices of the SDK's
 * requests to the same collector. Afterwards the export must contain every acknowledged event.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '../quantile.js';
import { startCollector } from '../started-collector.js';
import { shapes } from './shapes.mjs';

const { values: options } = parseArgs({
  options: {
    /** Length of one slice. */
    seconds: { type: 'string', default: '8' },
    slices: { type: 'string', default: '3' },
    connections: { type: 'string', default: '192' },
    /** Rate of the latency measurement, in events per second. */
    rate: { type: 'string', default: '30000' },
    /** Only loads whose name contains this. */
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(options.seconds);

interface Slice {
  acknowledged: number;
  refused: number;
  elapsedMs: number;
  /** The time in which requests were due; without a rate, all of it. */
  offeredMs: number;
  latencies: number[];
}

interface Load {
  /** Whose requests; default the SDK's. */
  family?: string;
  batchSize: number;
  gzip: boolean;
  rate?: number;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

async function startBaseline(): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(path('./baseline.mjs'));
  const [port] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, child };
}

const generator = fork(path('./load.mjs'));

async function run(url: string, load: Load): Promise<Slice> {
  generator.send({ url, seconds, connections: Number(options.connections), ...load });
  const [answer] = await once(generator, 'message');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

function describe(slices: Slice[]) {
  const total = (field: 'acknowledged' | 'refused' | 'elapsedMs' | 'offeredMs') =>
    slices.reduce((sum, slice) => sum + slice[field], 0);
  const latencies = slices.flatMap((slice) => slice.latencies);
  const offered = total('acknowledged') + total('refused');
  return {
    'offered/s': Math.round((offered / total('offeredMs')) * 1_000),
    'events/s': Math.round((total('acknowledged') / total('elapsedMs')) * 1_000),
    'p50 ms': Number(quantile(latencies, 0.5).toFixed(1)),
    'p99 ms': Number(quantile(latencies, 0.99).toFixed(1)),
    'max ms': Number(quantile(latencies, 1).toFixed(1)),
    refused: total('refused'),
  };
}

const directory = mkdtempSync(join(tmpdir(), 'sonde-ingest-'));
const collector = await startCollector(join(directory, 'data'));
const baseline = await startBaseline();
let asked = 0;
let asking = true;
const queryMs: number[] = [];

async function askEverySecond(): Promise<void> {
  while (asking) {
    const startedAt = performance.now();
    const answer = await fetch(`${collector.url}/api/v1/overview`);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`overview returned ${answer.status}`);
    queryMs.push(performance.now() - startedAt);
    asked += 1;
    await sleep(Math.max(0, 1_000 - (performance.now() - startedAt)));
  }
}

try {
  const queries = askEverySecond();
  let acknowledged = 0;
  const rows: Record<string, object> = {};
  const loads: [string, Load][] = [
    ['batches of 25', { batchSize: 25, gzip: false }],
    ['batches of 25, gzip', { batchSize: 25, gzip: true }],
    ['batches of 1', { batchSize: 1, gzip: false }],
    [
      `batches of 25 at ${options.rate}/s`,
      { batchSize: 25, gzip: false, rate: Number(options.rate) },
    ],
  ];
  await run(collector.url, { batchSize: 25, gzip: false }).then((slice) => {
    acknowledged += slice.acknowledged;
  });
  for (const [name, load] of loads.filter(([name]) => name.includes(options.only))) {
    const own: Slice[] = [];
    const bare: Slice[] = [];
    for (let index = 0; index < Number(options.slices); index += 1) {
      bare.push(await run(baseline.url, load));
      own.push(await run(collector.url, load));
    }
    acknowledged += own.reduce((sum, slice) => sum + slice.acknowledged, 0);
    const [collectorRow, baselineRow] = [describe(own), describe(bare)];
    rows[`collector, ${name}`] = {
      ...collectorRow,
      'of baseline': (collectorRow['events/s'] / baselineRow['events/s']).toFixed(2),
    };
    rows[`baseline, ${name}`] = baselineRow;
  }
  const familyRows: Record<string, object> = {};
  for (const [family, { eventsMax = 25 }] of Object.entries(shapes)) {
    if (family === 'sonde' || !`clients of ${family}`.includes(options.only)) continue;
    const load = { batchSize: eventsMax, gzip: false };
    const own: Slice[] = [];
    const native: Slice[] = [];
    for (let index = 0; index < Number(options.slices); index += 1) {
      native.push(await run(collector.url, load));
      own.push(await run(collector.url, { ...load, family }));
    }
    acknowledged += [...own, ...native].reduce((sum, slice) => sum + slice.acknowledged, 0);
    const [row, nativeRow] = [describe(own), describe(native)];
    familyRows[`clients of ${family}`] = {
      'events a request': eventsMax,
      'events/s': row['events/s'],
      'p99 ms': row['p99 ms'],
      refused: row.refused,
      "of the SDK's": (row['events/s'] / nativeRow['events/s']).toFixed(2),
    };
  }
  asking = false;
  await queries;
  console.table(rows);
  console.table(familyRows);
  console.log(
    `overview queried ${asked} times meanwhile: median ${quantile(queryMs, 0.5).toFixed(0)} ms, p95 ${quantile(queryMs, 0.95).toFixed(0)} ms`,
  );

  let exported = 0;
  const answer = await fetch(`${collector.url}/api/v1/export/events?format=ndjson`);
  if (answer.body === null) throw new Error('the export has no body');
  for await (const chunk of Readable.fromWeb(answer.body)) {
    for (const byte of chunk as Uint8Array) if (byte === 10) exported += 1;
  }
  console.log(`acknowledged ${acknowledged} events, exported ${exported}`);
  if (exported !== acknowledged) process.exitCode = 1;
} finally {
  generator.disconnect();
  baseline.child.disconnect();
  collector.child.kill('SIGTERM');
  await once(collector.child, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
