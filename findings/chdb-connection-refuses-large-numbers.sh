#!/usr/bin/env bash
# chdb 3.4.0 with @clickhouse/client 1.23.1, Node.js 20 or later, Linux with glibc.
#
# chdb offers a connection for @clickhouse/client, so that the same code asks the embedded engine and a
# server. As a parameter of a query, the embedded connection refuses each whole number beyond 2 ** 53,
# alone or in a list, also where the parameter is a Float64, for which such numbers are valid and exact
# like any other. It says that precision would be lost. The client over HTTP sends them. Smaller numbers
# and fractions pass in both.
#
# A query with measured numbers as bounds then works for years, and fails at the first large one. Pass
# texts, and toFloat64() in the query.
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
const { createChdbConnection } = createRequire(import.meta.url)('chdb/connection');
const log = { level: 127 };
let sent = '';
const server = http.createServer((request, response) => {
  sent = new URL(request.url, 'http://x').searchParams.get('param_bounds');
  response.end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const remote = createClient({ url: `http://127.0.0.1:${server.address().port}`, log });
const connection = createChdbConnection({ path: `${process.cwd()}/data` });
const embedded = createClient({ connection, log });
const ask = (client, type, bounds) =>
  client
    .query({
      query: `SELECT {bounds:${type}} AS bounds`,
      query_params: { bounds },
      format: 'JSONEachRow',
    })
    .then((result) => result.text())
    .then(
      (text) => text.trim(),
      (error) => `refused: ${error.message.replace(/ \(.*/, '')}`,
    );
for (const [type, bounds] of [
  ['Array(Float64)', [1, 2 ** 53 - 1]],
  ['Array(Float64)', [1, 2 ** 60]],
  ['Float64', 2 ** 60],
  ['Array(String)', [String(2 ** 60)]],
]) {
  await ask(remote, type, bounds);
  console.log(type, '| over HTTP', sent, '| embedded', await ask(embedded, type, bounds));
}
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
Array(Float64) | over HTTP [1,9007199254740991] | embedded {"bounds":[1,9007199254740991]}
Array(Float64) | over HTTP [1,1152921504606847000] | embedded refused: Refusing to serialize unsafe integer 1152921504606847000
Float64 | over HTTP 1152921504606847000 | embedded refused: Refusing to serialize unsafe integer 1152921504606847000
Array(String) | over HTTP ['1152921504606847000'] | embedded {"bounds":["1152921504606847000"]}
EXPECTED
echo 'As described.'
