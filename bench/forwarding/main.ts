/**
 * How forwarders affect ingestion: the same load on a collector without forwarders, and on one whose
 * destinations are down, hang, and accept.
 *
 * Slices on both alternate, so that a noisy machine affects both.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '../quantile.js';
import { startCollector } from '../started-collector.js';

const { values: options } = parseArgs({
  options: {
    /** Length of one slice. */
    seconds: { type: 'string', default: '5' },
    slices: { type: 'string', default: '4' },
    /** Events per second, 25 per request. */
    rate: { type: 'string', default: '2500' },
  },
});

interface Slice {
  acknowledged: number;
  refused: number;
  latencies: number[];
}

async function listen(answer: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const directory = mkdtempSync(join(tmpdir(), 'sonde-forwarding-'));
const hanging = await listen((request) => request.resume());
const accepting = await listen((request, response) => {
  request.resume().on('end', () => response.end('{}'));
});
const closed = await listen(() => {});
closed.server.close();

/** The configuration file with forwarders to these addresses, by type. */
function writeConfiguration(endpoints: Record<string, string>): string {
  mkdirSync(join(directory, 'configuration'));
  writeFileSync(join(directory, 'configuration/key'), 'key');
  const forwarders = Object.fromEntries(
    Object.entries(endpoints).map(([type, endpoint]) => [
      `to-${type}`,
      { type, endpoint, key_file: 'key' },
    ]),
  );
  const path = join(directory, 'configuration/sonde.json');
  writeFileSync(path, JSON.stringify({ forwarders }));
  return path;
}

const config = writeConfiguration({
  segment: closed.url,
  webhook: hanging.url,
  posthog: accepting.url,
});
const collectors = {
  without: await startCollector(join(directory, 'without')),
  with: await startCollector(join(directory, 'with'), ['--config', config]),
};
const generator: ChildProcess = fork(fileURLToPath(new URL('../ingest/load.mjs', import.meta.url)));

async function load(url: string, seconds: number): Promise<Slice> {
  const rate = Number(options.rate);
  generator.send({ url, seconds, rate, batchSize: 25, connections: 16, gzip: false });
  const [answer] = await once(generator, 'message');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

function describe(slices: Slice[]) {
  const latencies = slices.flatMap((slice) => slice.latencies);
  return {
    requests: latencies.length,
    refused: slices.reduce((sum, { refused }) => sum + refused, 0),
    'p50 ms': Number(quantile(latencies, 0.5).toFixed(1)),
    'p99 ms': Number(quantile(latencies, 0.99).toFixed(1)),
  };
}

try {
  for (const { url } of Object.values(collectors)) await load(url, 2);
  const slices: Record<keyof typeof collectors, Slice[]> = { without: [], with: [] };
  for (let index = 0; index < Number(options.slices); index += 1) {
    slices.without.push(await load(collectors.without.url, Number(options.seconds)));
    slices.with.push(await load(collectors.with.url, Number(options.seconds)));
  }
  const [without, forwarding] = [describe(slices.without), describe(slices.with)];
  console.table({ 'without forwarders': without, 'with forwarders': forwarding });
  console.log(
    `ratio: p50 ${(forwarding['p50 ms'] / without['p50 ms']).toFixed(2)}, p99 ${(forwarding['p99 ms'] / without['p99 ms']).toFixed(2)}`,
  );
} finally {
  generator.disconnect();
  for (const { child } of Object.values(collectors)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  for (const { server } of [hanging, accepting]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(directory, { recursive: true, force: true });
}
