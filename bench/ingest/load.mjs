// The load generator, in a separate process: runs one slice per IPC request.
import { gzipSync } from 'node:zlib';
import { Client } from 'undici';

const idWidth = 12;
let counter = 0;

/**
 * A batch as the SDK sends it; ids are placeholders of fixed width, overwritten before each
 * request.
 */
function template(batchSize) {
  const events = Array.from({ length: batchSize }, (_, index) => ({
    event:
      index === 0 ? 'Command Invoked' : index === batchSize - 1 ? 'Command Completed' : 'Page Read',
    distinct_id: 'ANONYMOUS-ID',
    insert_id: 'INSERT-ID-XX',
    timestamp: new Date().toISOString(),
    sent_at: new Date().toISOString(),
    anonymous_id: 'ANONYMOUS-ID',
    invocation_id: 'INVOCATIONID',
    sequence: index + 1,
    properties: {
      ...(index === batchSize - 1 ? { succeeded: true, exit_code: 0, duration_ms: 120 } : {}),
      invocation_id: 'INVOCATIONID',
      sequence: index + 1,
      command: 'orbit application create',
      flags: ['name', 'region'],
      version: '1.4.0',
      env: 'prod',
      operating_system: 'linux',
      arch: 'x64',
      runtime: 'node',
      runtime_version: '20.20.2',
      is_ci: false,
      ci_name: null,
      cli_context: 'human',
      is_interactive: true,
    },
  }));
  const loss = { recorded: batchSize, sent: batchSize, dropped: {} };
  const meta = { library: 'sonde-js/0.1.0', loss };
  const buffer = Buffer.from(JSON.stringify({ events, meta }));
  const find = (text) => {
    const places = [];
    for (let at = buffer.indexOf(text); at !== -1; at = buffer.indexOf(text, at + 1))
      places.push(at);
    return places;
  };
  return {
    buffer,
    insertIds: find('INSERT-ID-XX'),
    invocations: find('INVOCATIONID'),
    persons: find('ANONYMOUS-ID'),
  };
}

const id = (prefix, number) => prefix + number.toString(36).padStart(idWidth - prefix.length, '0');

function nextBody({ buffer, insertIds, invocations, persons }, gzip) {
  const body = Buffer.from(buffer);
  counter += 1;
  for (const at of invocations) body.write(id('v', counter), at, 'latin1');
  for (const at of persons) body.write(id('p', counter % 20_000), at, 'latin1');
  insertIds.forEach((at, index) => {
    body.write(id('e', counter * 25 + index), at, 'latin1');
  });
  return gzip ? gzipSync(body, { level: 1 }) : body;
}

/**
 * Closed loop without `rate`. With it, requests are due at fixed times and latency counts from
 * then. All requests due within the slice are sent, also late ones.
 */
async function slice({ url, seconds, batchSize, connections, gzip, rate }) {
  const body = template(batchSize);
  const latencies = [];
  let acknowledged = 0;
  let refused = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let due = 0;
  const worker = async () => {
    const client = new Client(url);
    while (rate !== undefined || performance.now() < endsAt) {
      let from = performance.now();
      if (rate !== undefined) {
        from = startedAt + (due * batchSize * 1_000) / rate;
        due += 1;
        if (from >= endsAt) break;
        const wait = from - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      }
      const response = await client.request({
        path: '/ingest',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(gzip ? { 'content-encoding': 'gzip' } : {}),
        },
        body: nextBody(body, gzip),
      });
      await response.body.dump();
      latencies.push(performance.now() - from);
      if (response.statusCode === 202) acknowledged += batchSize;
      else refused += batchSize;
    }
    await client.close();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  // With a rate, the last responses come after the last due time, which is not part of the offered
  // load.
  const elapsedMs = performance.now() - startedAt;
  const offeredMs = rate === undefined ? elapsedMs : seconds * 1_000;
  return { acknowledged, refused, elapsedMs, offeredMs, latencies };
}

process.on('message', (request) => {
  slice(request).then(
    (result) => process.send(result),
    (error) => process.send({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
