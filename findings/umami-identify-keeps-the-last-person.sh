#!/usr/bin/env bash
# @umami/node 0.4.0, Node.js 20 or later.
#
# A Node process often speaks for many people. The client's `identify()` merges what it is given into
# what earlier calls gave, and sends all of it: the second person is sent with the first one's plan.
# No argument says whom a call is about, so nothing at the server can tell.
#
# Call `reset()` before `identify()` for another person, or use one client for each.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error @umami/node@0.4.0 >/dev/null
cat >probe.mjs <<'JS'
import http from 'node:http';
import umami from '@umami/node';
const bodies = [];
const server = http.createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  bodies.push(JSON.parse(text));
  response.setHeader('content-type', 'application/json');
  response.end('{}');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = umami.default ?? umami;
client.init({ websiteId: 'w', hostUrl: `http://127.0.0.1:${server.address().port}` });
await client.identify({ id: 'u1', plan: 'pro' });
await client.identify({ id: 'u2' });
client.reset();
await client.identify({ id: 'u3' });
for (const { payload } of bodies) console.log(JSON.stringify(payload.data));
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
{"id":"u1","plan":"pro"}
{"id":"u2","plan":"pro"}
{"id":"u3"}
EXPECTED
echo 'As described.'
