#!/usr/bin/env bash
# chdb 3.4.0 (ClickHouse 26.7.2.1), Node.js 20 or later, Linux with glibc.
#
# One integer that does not fit into 64 bits makes the engine take the whole document for no JSON:
# JSONExtractString finds no key of it, JSONHas says no, isValidJSON says 0, and the cast to JSON is an
# error. The place of the number does not matter, and no function but the cast reports anything.
# JSON has no limit for numbers, and JSON.stringify writes such integers: 2 ** 64 is
# 18446744073709552000. With a decimal point or an exponent the same number is read.
#
# Do not decide by JSONExtract which rows of a table of foreign documents to delete or to count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 >/dev/null
cat >probe.cjs <<'JS'
const { Session } = require('chdb');
const session = new Session(`${process.cwd()}/data`);
const documents = {
  '2 ** 64 - 2048': JSON.stringify({ id: 'x', n: 2 ** 64 - 2048 }),
  '2 ** 64': JSON.stringify({ id: 'x', n: 2 ** 64 }),
  'nested 2 ** 64': JSON.stringify({ id: 'x', list: [{ n: 2 ** 64 }] }),
  '2 ** 80': JSON.stringify({ id: 'x', n: 2 ** 80 }),
};
for (const [name, json] of Object.entries(documents)) {
  const query = `SELECT JSONExtractString('${json}', 'id') AS id, JSONHas('${json}', 'id') AS has,
    isValidJSON('${json}') AS valid`;
  console.log(name, json, session.query(query, 'JSONEachRow').trim());
}
process.exit(0);
JS
node probe.cjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
2 ** 64 - 2048 {"id":"x","n":18446744073709550000} {"id":"x","has":1,"valid":1}
2 ** 64 {"id":"x","n":18446744073709552000} {"id":"","has":0,"valid":0}
nested 2 ** 64 {"id":"x","list":[{"n":18446744073709552000}]} {"id":"","has":0,"valid":0}
2 ** 80 {"id":"x","n":1.2089258196146292e+24} {"id":"x","has":1,"valid":1}
EXPECTED
echo 'As described.'
