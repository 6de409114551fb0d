#!/usr/bin/env bash
# posthog-node 5.70.0, Node.js 20 or later.
#
# `getRemoteConfigPayload('limits')` returns the JSON of a flag. It looks neither at the status nor at
# the shape of the response: the JSON of an error, of a 404 or a 401 for instance, comes back as
# the flag's value, without an error. A program that reads `payload.limit` from it goes on with
# undefined.
#
# Check the shape of the value before using it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error posthog-node@5.70.0 >/dev/null
cat >probe.mjs <<'JS'
import http from 'node:http';
import { PostHog } from 'posthog-node';
const server = http.createServer((request, response) => {
  request.resume();
  const isConfig = request.url.includes('remote_config');
  // The name of the flag says which status to respond with.
  const status = Number(/limits-(\d+)/.exec(request.url)?.[1] ?? 200);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(isConfig ? '{"type":"error","detail":"not here"}' : '{"flags":[]}');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = new PostHog('phc_x', {
  host: `http://127.0.0.1:${server.address().port}`,
  personalApiKey: 'phx_x',
  enableLocalEvaluation: false,
});
for (const status of [200, 401, 404]) {
  const value = await client.getRemoteConfigPayload(`limits-${status}`);
  console.log(status, JSON.stringify(value));
}
process.exit(0);
JS
node probe.mjs 2>/dev/null | tee seen.txt
diff seen.txt - <<'EXPECTED'
200 {"type":"error","detail":"not here"}
401 {"type":"error","detail":"not here"}
404 {"type":"error","detail":"not here"}
EXPECTED
echo 'As described.'
