#!/usr/bin/env bash
# @clickhouse/client 1.23.1 (and the engine 26.7 inside chdb 3.4.0), Node.js 20 or later.
#
# The client writes a Date in query_params as seconds, filled up with zeros to ten characters. The zeros
# stand before the sign: half a second before 1970 becomes `00000000-1.500`, 20 December 1969
# `00-1000000`. The engine refuses both. Dates before November 1966 have ten characters of their own
# and work; so does everything since 1970. A device whose clock starts in 1970, in a time zone east of
# Greenwich, has such dates.
# Without the zeros the text would mean another moment: the client rounds the seconds down and puts the
# milliseconds behind them, so half a second before 1970 is `-1.500`, a second and a half to the engine.
#
# Pass Int64 milliseconds.
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
const { Session } = createRequire(import.meta.url)('chdb');
const session = new Session(`${process.cwd()}/data`);
const read = (text) => {
  try {
    session.query(`SET param_at = '${text}'`);
    return session.query("SELECT {at:DateTime64(3, 'UTC')}", 'TSV').trim();
  } catch (error) {
    return /Code: \d+/.exec(error.message)[0];
  }
};
let sent;
const server = http.createServer((request, response) => {
  sent = new URL(request.url, 'http://x').searchParams.get('param_at');
  response.end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;
const client = createClient({ url, log: { level: 127 } });
for (const at of [
  '1960-01-01T00:00:00.000Z',
  '1969-12-20T10:13:20.000Z',
  '1969-12-31T23:59:59.500Z',
  '1970-01-01T00:00:05.500Z',
]) {
  const query = 'SELECT {at:DateTime64(3)}';
  const result = await client.query({ query, query_params: { at: new Date(at) } });
  await result.text();
  console.log(at, '| sent', sent, '| read', read(sent));
}
console.log('-1.500 | read', read('-1.500'));
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
1960-01-01T00:00:00.000Z | sent -315619200 | read 1960-01-01 00:00:00.000
1969-12-20T10:13:20.000Z | sent 00-1000000 | read Code: 41
1969-12-31T23:59:59.500Z | sent 00000000-1.500 | read Code: 457
1970-01-01T00:00:05.500Z | sent 0000000005.500 | read 1970-01-01 00:00:05.500
-1.500 | read 1969-12-31 23:59:58.500
EXPECTED
echo 'As described.'
