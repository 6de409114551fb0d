#!/usr/bin/env bash
# prom-client 15.1.3, Node.js 20 or later.
#
# A counter refuses a negative step, a string and Infinity with an error, but takes NaN. From then on
# it stays NaN, whatever is added: the series is lost until the process restarts. It is also written
# `Nan`, where the format's own spelling is NaN.
#
# Check a computed step with Number.isFinite before it is added.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error prom-client@15.1.3 >/dev/null
cat >probe.mjs <<'JS'
import client from 'prom-client';
const register = new client.Registry();
const counter = new client.Counter({ name: 'bytes_total', help: 'h', registers: [register] });
const value = async () => (await register.metrics()).split('\n')[2];
for (const step of [2, -1, Infinity, '2', NaN, 5]) {
  try {
    counter.inc(step);
    console.log('inc', step, '->', await value());
  } catch (error) {
    console.log('inc', step, '->', error.message, '->', await value());
  }
}
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
inc 2 -> bytes_total 2
inc -1 -> It is not possible to decrease a counter -> bytes_total 2
inc Infinity -> Value is not a valid number: Infinity -> bytes_total 2
inc 2 -> Value is not a valid number: 2 -> bytes_total 2
inc NaN -> bytes_total Nan
inc 5 -> bytes_total Nan
EXPECTED
echo 'As described.'
