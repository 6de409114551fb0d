#!/usr/bin/env bash
# chdb 3.4.0 (ClickHouse 26.7.2.1), Node.js 20 or later, Linux with glibc.
#
# `ORDER BY day WITH FILL STEP INTERVAL 1 MONTH` fills the gaps of a monthly chart. Each value is made
# from the one before it, so a series that starts on the 31st is cut to 28 in February and stays
# there: 31 January, 28 February, 28 March, 28 April. Rows that are really there, on 31 March and
# 30 April, do not meet the filled ones: the chart has two points in these months.
# addMonths from the first day gives the ends of the months.
#
# Fill from the first day of a month, or make the days with addMonths.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error chdb@3.4.0 >/dev/null
cat >probe.cjs <<'JS'
const { Session } = require('chdb');
const session = new Session(`${process.cwd()}/data`);
const rows = (query) => session.query(query, 'JSONCompactEachRow').trim();
console.log('filled', rows(`SELECT groupArray((toString(day), users)) FROM (
  SELECT * FROM values('day Date, users UInt8', ('2026-01-31', 5), ('2026-03-31', 7), ('2026-04-30', 9))
  ORDER BY day WITH FILL STEP INTERVAL 1 MONTH)`));
console.log('addMonths', rows(
  `SELECT arrayMap(n -> toString(addMonths(toDate('2026-01-31'), n)), range(4))`));
process.exit(0);
JS
node probe.cjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
filled [[["2026-01-31",5],["2026-02-28",0],["2026-03-28",0],["2026-03-31",7],["2026-04-28",0],["2026-04-30",9]]]
addMonths [["2026-01-31","2026-02-28","2026-03-31","2026-04-30"]]
EXPECTED
echo 'As described.'
