#!/usr/bin/env bash
# chdb 3.4.0 with @clickhouse/client 1.23.1, Node.js 20 or later, Linux with glibc.
#
# INSERT INTO t SELECT … FROM input('<structure>') FORMAT TabSeparated, with rows given as values to
# `exec` of the connection, succeeds and stores no row. A ClickHouse server stores them. The same rows
# with INSERT INTO t FORMAT TabSeparated are stored, and so are rows that are read with
# format(TabSeparated, '<structure>', '<rows>') or file('<path>', TabSeparated, '<structure>').
#
# So a program that runs on a server and moves to the embedded engine loses what it inserts like this,
# without an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 @clickhouse/client@1.23.1 >/dev/null
cat >probe.cjs <<'JS'
const { writeFileSync } = require('node:fs');
const { Readable } = require('node:stream');
const { createClient } = require('@clickhouse/client');
const { Session } = require('chdb');
const { createChdbConnection } = require('chdb/connection');

const path = `${__dirname}/data`;
const structure = 'a String, b Int64';
const rows = 'one\t1\ntwo\t2\n';

(async () => {
  const session = new Session(path);
  const client = createClient({ connection: createChdbConnection({ path }) });
  await client.command({ query: 'CREATE DATABASE d' });
  await client.command({ query: `CREATE TABLE d.t (${structure}) ENGINE = MergeTree ORDER BY a` });
  const count = async (name) => {
    const result = await client.query({ query: 'SELECT count() AS n FROM d.t', format: 'JSONEachRow' });
    const [{ n }] = await result.json();
    console.log(`${name}: ${n} rows`);
    await client.command({ query: 'TRUNCATE TABLE d.t' });
  };
  const exec = async (query) => {
    const { stream } = await client.exec({ query, values: Readable.from([rows], { objectMode: false }) });
    for await (const _ of stream);
  };
  await exec(`INSERT INTO d.t SELECT a, b FROM input('${structure}') FORMAT TabSeparated`);
  await count('input()');
  await exec('INSERT INTO d.t FORMAT TabSeparated');
  await count('without a SELECT');
  await client.command({
    query: `INSERT INTO d.t SELECT a, b FROM format(TabSeparated, '${structure}', $x$${rows}$x$)`,
  });
  await count('format()');
  writeFileSync(`${__dirname}/rows.tsv`, rows);
  await client.command({
    query: `INSERT INTO d.t SELECT a, b FROM file('${__dirname}/rows.tsv', TabSeparated, '${structure}')`,
  });
  await count('file()');
  await client.close();
  session.close();
})();
JS
node probe.cjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
input(): 0 rows
without a SELECT: 2 rows
format(): 2 rows
file(): 2 rows
EXPECTED
echo 'As described.'
