// The endpoint, in a separate process: one port that responds like each vendor, one that accepts
// and never responds.
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Events that arrived, by run. A repeated insert id counts once, as with every vendor. */
const arrived = new Map();

function note(body) {
  const document = JSON.parse(body);
  const list = document.batch ?? document.events ?? [];
  for (const event of list) {
    const { run } = event.properties ?? event.event_properties ?? {};
    if (run === undefined) continue;
    const ids = arrived.get(run) ?? new Set();
    ids.add(event.insert_id ?? event.messageId ?? event.uuid);
    arrived.set(run, ids);
  }
  return list.length;
}

const answers = {
  '/2/httpapi': (count) => ({
    code: 200,
    events_ingested: count,
    payload_size_bytes: 1,
    server_upload_time: Date.now(),
  }),
  '/ingest': (count) => ({ accepted: count, duplicates: 0, quarantined: [], rejected: [] }),
};

const up = createHttpServer((request, response) => {
  if (request.url === '/arrived') {
    response.end(JSON.stringify([...arrived].map(([run, ids]) => [run, ids.size])));
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const count = body.length > 0 ? note(body.toString()) : 0;
    const path = request.url.split('?')[0];
    response.writeHead(path === '/ingest' ? 202 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answers[path]?.(count) ?? { success: true, status: 1 }));
  });
});
const hanging = createServer(() => {});

up.listen(0, '127.0.0.1', () => {
  hanging.listen(0, '127.0.0.1', () => {
    const closed = createServer().listen(0, '127.0.0.1', () => {
      const ports = {
        up: up.address().port,
        hanging: hanging.address().port,
        closed: closed.address().port,
      };
      closed.close(() => process.send(ports));
    });
  });
});
process.on('disconnect', () => process.exit(0));
