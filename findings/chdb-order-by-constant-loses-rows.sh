#!/usr/bin/env bash
# chdb 3.4.0 (ClickHouse 26.7.2.1), Node.js 20 or later, Linux with glibc.
#
# ORDER BY with a constant column between others, and LIMIT 1500 or more over a large table, returns
# rows that are not the first ones, without an error. The constant must change nothing: without it, with
# LIMIT 1499, or if it is a real column by materialize(), the rows are right. Statements that a program
# builds have such constants, for example where a filter makes a sort key the same for all rows. Of
# 200,000 rows whose greatest n is 899, the first 5,000 end at n = 877; with the constant they end at 830.
#
# Order by materialize(column) if the column may be a constant.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 >/dev/null
cat >probe.mjs <<'JS'
import { Session } from 'chdb';
const session = new Session(`${process.cwd()}/data`);
session.query('CREATE DATABASE d');
session.query('CREATE TABLE d.t (id UInt32, n UInt32) ENGINE = MergeTree ORDER BY id');
session.query('INSERT INTO d.t SELECT number, number % 900 FROM numbers(200000)');
// The greatest values of n come first: 222 or 223 rows have each.
const least = (order, limit) => {
  const rows = `SELECT n FROM (SELECT n, id, 0 AS c FROM d.t) ORDER BY ${order} LIMIT ${limit}`;
  return Number(session.query(`SELECT min(n) FROM (${rows})`, 'TSV'));
};
for (const [order, limit] of [
  ['n DESC, c, id', 1499],
  ['n DESC, c, id', 1500],
  ['n DESC, materialize(c), id', 1500],
  ['n DESC, c, id', 5000],
]) {
  const isRight = least(order, limit) === least('n DESC, id', limit);
  console.log(`ORDER BY ${order} LIMIT ${limit}: ${isRight ? 'the first rows' : 'other rows'}`);
}
process.exit(0);
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
ORDER BY n DESC, c, id LIMIT 1499: the first rows
ORDER BY n DESC, c, id LIMIT 1500: other rows
ORDER BY n DESC, materialize(c), id LIMIT 1500: the first rows
ORDER BY n DESC, c, id LIMIT 5000: other rows
EXPECTED
echo 'As described.'
