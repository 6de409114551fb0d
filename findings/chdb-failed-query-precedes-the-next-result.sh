#!/usr/bin/env bash
# chdb 3.4.0 with @clickhouse/client 1.23.1, Node.js 20 or later, Linux with glibc.
#
# A query that fails after it has begun to write its result (here a condition that a late row does not
# meet; a limit of time or memory does the same) rejects, as it should. What it had written stays in
# the connection, and the next query of this connection succeeds with it in front of its own rows. In
# JSONEachRow nothing marks where one result ends and the other begins. Another connection, and the
# query after the next, are not affected.
#
# Run a query whose result you ignore after each one that failed, before others of the connection.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 @clickhouse/client@1.23.1 >/dev/null
cat >probe.mjs <<'JS'
import { createRequire } from 'node:module';
import { createClient } from '@clickhouse/client';
const require = createRequire(import.meta.url);
const { createChdbConnection } = require('chdb/connection');
const connect = () =>
  createClient({
    connection: createChdbConnection({ path: `${process.cwd()}/data` }),
    log: { level: 127 },
  });
const [one, other] = [connect(), connect()];
const rows = async (client, query) => {
  const result = await client.query({ query, format: 'JSONEachRow' });
  return (await result.json()).length;
};
await rows(
  one,
  'SELECT throwIf(number = 3000) FROM numbers(20000) SETTINGS max_block_size = 100',
).catch(() => console.log('the query failed'));
console.log('another connection: 1 row expected, more than 1:', (await rows(other, 'SELECT 1')) > 1);
console.log('the same connection: 1 row expected, more than 1:', (await rows(one, 'SELECT 1')) > 1);
console.log('the same, once more: 1 row expected, more than 1:', (await rows(one, 'SELECT 1')) > 1);
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
the query failed
another connection: 1 row expected, more than 1: false
the same connection: 1 row expected, more than 1: true
the same, once more: 1 row expected, more than 1: false
EXPECTED
echo 'As described.'
