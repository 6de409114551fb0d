#!/usr/bin/env bash
# chdb 3.4.0 with @clickhouse/client 1.23.1, Node.js 20 or later, Linux with glibc.
#
# Queries of two connections run at the same time, so that a short one need not wait for a long one.
# With query_params they do not: all queries of a process that have parameters run one after another,
# on whichever connection. (Parameters belong to the process there, so the package queues them.)
#
# Write constants into the text of queries that may take long, or that must not wait.
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
const run = async (client, query, query_params, name) => {
  await (await client.query({ query, query_params, format: 'JSONEachRow' })).text();
  return name;
};
const first = await Promise.race([
  run(one, 'SELECT sleep(3)', {}, 'the long one'),
  run(other, 'SELECT 1', {}, 'the short one'),
]);
console.log('without parameters, first is', first);
await run(one, 'SELECT 1', {});
const firstWithParameters = await Promise.race([
  run(one, 'SELECT sleep(3), {x:UInt8}', { x: 1 }, 'the long one'),
  run(other, 'SELECT {x:UInt8}', { x: 1 }, 'the short one'),
]);
console.log('with parameters, first is', firstWithParameters);
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
without parameters, first is the short one
with parameters, first is the long one
EXPECTED
echo 'As described.'
