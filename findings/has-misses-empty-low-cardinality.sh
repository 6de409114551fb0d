#!/usr/bin/env bash
# chdb 3.4.0, Node.js 20 or later, Linux with glibc.
#
# `has(list, '')` with a constant empty text does not find the empty text in a list of
# Array(LowCardinality(String)): it returns 0, without an error. It finds it in Array(String), finds
# other texts in both, and finds the empty text if it is no constant. `countEqual` fails likewise.
# `arrayExists` is right, but only by luck: the engine rewrites it into `has`, unless it has rewritten
# `one = ''` before. With optimize_empty_string_comparisons = 0 it fails as well.
#
# So a filter for rows that have an empty tag drops all of them, and NOT has(…) keeps all of them.
# Use arrayExists(one -> one = '', list) with optimize_rewrite_array_exists_to_has = 0.
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
  `arrayExists(one -> one = '', materialize(${low})) SETTINGS optimize_empty_string_comparisons = 0`,
  `arrayExists(one -> one = '', materialize(${low})) SETTINGS optimize_empty_string_comparisons = 0,
    optimize_rewrite_array_exists_to_has = 0`.replace(/\s+/g, ' '),
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
0 arrayExists(one -> one = '', materialize(CAST(['', 'pro'], 'Array(LowCardinality(String))'))) SETTINGS optimize_empty_string_comparisons = 0
1 arrayExists(one -> one = '', materialize(CAST(['', 'pro'], 'Array(LowCardinality(String))'))) SETTINGS optimize_empty_string_comparisons = 0, optimize_rewrite_array_exists_to_has = 0
EXPECTED
echo 'As described.'
