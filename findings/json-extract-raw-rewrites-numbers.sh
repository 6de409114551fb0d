#!/usr/bin/env bash
# chdb 3.4.0 (ClickHouse 26.7.2.1), Node.js 20 or later, Linux with glibc.
#
# The engine's manual says that JSONExtractRaw returns a part of the JSON "as an unparsed string".
# It does not: the text is parsed and written again.
#   - A version written as a number loses its last zero: 1.10 comes back as 1.1.
#   - 1e2 comes back as 100, and an object loses its white space.
# simpleJSONExtractRaw returns the text as it stands.
#
# Read raw values with simpleJSONExtractRaw, or keep the whole text and parse it elsewhere.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 >/dev/null
cat >probe.cjs <<'JS'
const { Session } = require('chdb');
const session = new Session(`${process.cwd()}/data`);
const json = '{"version":1.10,"count":1e2,"object":{ "a": 1.0 }}';
for (const key of ['version', 'count', 'object']) {
  const query = `SELECT JSONExtractRaw('${json}', '${key}'), simpleJSONExtractRaw('${json}', '${key}')`;
  console.log(key, session.query(query, 'JSONCompactEachRow').trim());
}
process.exit(0);
JS
node probe.cjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
version ["1.1", "1.10"]
count ["100", "1e2"]
object ["{\"a\":1}", "{ \"a\": 1.0 }"]
EXPECTED
echo 'As described.'
