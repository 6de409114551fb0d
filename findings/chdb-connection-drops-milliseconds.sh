#!/usr/bin/env bash
# chdb 3.4.0 with @clickhouse/client 1.23.1, Node.js 20 or later, Linux with glibc.
#
# chdb offers a connection for @clickhouse/client, so that the same code asks the embedded engine and a
# server. The two write a Date in query_params differently: over HTTP the client sends seconds with
# milliseconds, the embedded connection sends whole seconds. `{at:DateTime64(3)}` then means another
# moment, without an error: a range of half a second is empty, and `at >= {at}` finds rows that are
# up to a second too old.
#
# Pass Int64 milliseconds, or a string.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 @clickhouse/client@1.23.1 >/dev/null
cat >probe.mjs <<'JS'
import http from 'node:http';
import { createRequire } from 'node:module';
import { createClient } from '@clickhouse/client';
const require = createRequire(import.meta.url);
const { createChdbConnection } = require('chdb/connection');
const log = { level: 127 };
const ask = async (client) => {
  const result = await client.query({
    query: "SELECT {at:DateTime64(3, 'UTC')} AS at",
    query_params: { at: new Date('2026-11-29T12:34:56.789Z') },
    format: 'JSONEachRow',
  });
  return (await result.text()).trim();
};
const server = http.createServer((request, response) => {
  console.log('over HTTP', new URL(request.url, 'http://x').searchParams.get('param_at'));
  response.end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
await ask(createClient({ url: `http://127.0.0.1:${server.address().port}`, log }));
const connection = createChdbConnection({ path: `${process.cwd()}/data` });
console.log('embedded', await ask(createClient({ connection, log })));
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
over HTTP 1795955696.789
embedded {"at":"2026-11-29 12:34:56.000"}
EXPECTED
echo 'As described.'
