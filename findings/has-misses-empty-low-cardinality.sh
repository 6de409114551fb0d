#!/usr/bin/env bash
# chdb 3.4.0, Node.js 20 or later, Linux with glibc.
#
# `has(list, '')` with a constant empty text does not find the empty text in a list of
# Array(LowCardinality(String)): it returns 0, without an error. It finds it in Array(String), finds
# other texts in both, and finds the empty text if it is no constant. `countEqual` fails likewise;
# `arrayExists` is right.
#
# So a filter for rows that have an empty tag drops all of them, and NOT has(…) keeps all of them.
# Use arrayExists(one -> one = '', list).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 >/dev/null
cat >probe.mjs <<'JS'
import { createRequire } from 'node:module';
const { query } = createRequire(import.meta.url)('chdb');
const low = "CAST(['', 'pro'], 'Array(LowCardinality(String))')";
const plain = "['', 'pro']";
for (const expression of [
  `has(${plain}, '')`,
  `has(${low}, 'pro')`,
  `has(${low}, '')`,
  `has(${low}, materialize(''))`,
  `countEqual(${low}, '')`,
  `arrayExists(one -> one = '', ${low})`,
]) {
  console.log(query(`SELECT ${expression}`, 'CSV').trim(), expression);
}
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
1 has(['', 'pro'], '')
1 has(CAST(['', 'pro'], 'Array(LowCardinality(String))'), 'pro')
0 has(CAST(['', 'pro'], 'Array(LowCardinality(String))'), '')
1 has(CAST(['', 'pro'], 'Array(LowCardinality(String))'), materialize(''))
0 countEqual(CAST(['', 'pro'], 'Array(LowCardinality(String))'), '')
1 arrayExists(one -> one = '', CAST(['', 'pro'], 'Array(LowCardinality(String))'))
EXPECTED
echo 'As described.'
