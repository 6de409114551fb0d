// The minimum that any collector must do: read the body, parse it, respond. Nothing is stored.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const { events } = JSON.parse(body.toString());
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ accepted: events.length }));
  });
}).listen(0, '127.0.0.1', function listening() {
  process.send(this.address().port);
});
process.on('disconnect', () => process.exit(0));
