// The load generator, in a separate process: runs one slice per IPC request.
import { gzipSync } from 'node:zlib';
import { Client } from 'undici';
import { shapes } from './shapes.mjs';

const idWidth = 12;
let counter = 0;

/** A batch of a shape; ids are placeholders of fixed width, overwritten before each request. */
function template(shape, batchSize) {
  const buffer = Buffer.from(JSON.stringify(shape.content(batchSize)));
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
async function slice({ url, seconds, family = 'sonde', batchSize, connections, gzip, rate }) {
  const shape = shapes[family];
  const body = template(shape, batchSize);
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
      const { headers, ...request } = shape.send(nextBody(body, gzip));
      const response = await client.request({
        ...request,
        headers: { ...headers, ...(gzip ? { 'content-encoding': 'gzip' } : {}) },
      });
      await response.body.dump();
      latencies.push(performance.now() - from);
      if (response.statusCode < 300) acknowledged += batchSize;
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
