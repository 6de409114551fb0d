#!/usr/bin/env bash
# prom-client 15.1.3, Node.js 20 or later.
#
# A histogram takes its buckets as they are given: it neither sorts nor checks them. Buckets of a
# Prometheus histogram are cumulative, and the client adds up in the order of the list.
#   - [10, 1, 5] and the value 3: `le="1"` counts it too, so every quantile is wrong.
#   - [1, 1, 5] and the value 1: `le="5"` says 2, `+Inf` and the count say 1.
#   - [1, Infinity]: there are `le="Infinity"` and `le="+Inf"`, two spellings of one bound.
# Nothing throws, and a scrape succeeds.
#
# Sort the list, drop repeats, and leave Infinity out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error prom-client@15.1.3 >/dev/null
cat >probe.mjs <<'JS'
import client from 'prom-client';
for (const [buckets, value] of [[[10, 1, 5], 3], [[1, 1, 5], 1], [[1, Infinity], 3]]) {
  const register = new client.Registry();
  new client.Histogram({ name: 'h', help: 'h', buckets, registers: [register] }).observe(value);
  const lines = (await register.metrics()).split('\n').filter((line) => /bucket|count/.test(line));
  console.log(JSON.stringify(buckets), value, lines.join(' '));
}
JS
node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
[10,1,5] 3 h_bucket{le="10"} 1 h_bucket{le="1"} 1 h_bucket{le="5"} 1 h_bucket{le="+Inf"} 1 h_count 1
[1,1,5] 1 h_bucket{le="1"} 1 h_bucket{le="1"} 2 h_bucket{le="5"} 2 h_bucket{le="+Inf"} 1 h_count 1
[1,null] 3 h_bucket{le="1"} 0 h_bucket{le="Infinity"} 1 h_bucket{le="+Inf"} 1 h_count 1
EXPECTED
echo 'As described.'
