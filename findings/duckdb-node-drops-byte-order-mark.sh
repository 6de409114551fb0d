#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1, Node.js 20 or later.
#
# A text that begins with U+FEFF comes out of a query without that character: the library decodes each
# value with a TextDecoder that takes it for a byte order mark, which only a whole file can have. DuckDB
# itself keeps it: the length counts it, and the two values are not equal. So two different keys are the
# same in JavaScript, and a value that was read does not find its row again. Values in lists are affected,
# too; a mark in any other place stays.
#
# To compare such texts, put a character in front in the query: '.' || column.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error @duckdb/node-api@1.5.6-r.1 >/dev/null
cat >probe.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api';
const connection = await (await DuckDBInstance.create()).connect();
await connection.run("CREATE TABLE t AS SELECT unnest(['a', chr(65279) || 'a', 'a' || chr(65279)]) AS key");
const all = await connection.runAndReadAll(
  "SELECT key, length(key), key = 'a', '.' || key FROM t",
);
for (const row of all.getRowsJson()) console.log(JSON.stringify(row).replaceAll('\ufeff', '\\ufeff'));
const [, [read]] = all.getRowsJS();
const again = await connection.runAndReadAll(
  `SELECT count(*) FROM t WHERE key = '${read}' AND length(key) = 2`,
);
console.log('rows found again', again.getRowsJson()[0][0]);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
["a","1",true,".a"]
["a","2",false,".\ufeffa"]
["a\ufeff","2",false,".a\ufeff"]
rows found again 0
EXPECTED
echo 'As described.'
