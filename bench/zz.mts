import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
const roots = process.argv[2]!.split(','); const slices = Number(process.argv[3] ?? 4); const seconds = Number(process.argv[4] ?? 4); const connections = Number(process.argv[5] ?? 192);
const all = [];
for (const root of roots) {
  const dir = mkdtempSync('/tmp/ab-');
  const child = spawn(process.execPath, [root.split("=")[0] + "/packages/collector/bin/sonde-collector.js", "serve", '--port', '0', '--data-dir', dir + '/data'], { env: { ...process.env, ZZ: root.split('=')[1] ?? '2000' }, stdio: ['ignore', 'pipe', 'inherit'] });
  let url = ''; for await (const line of createInterface({ input: child.stdout! })) { const u = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]; if (u) { url = u; break; } }
  child.stdout!.resume(); all.push({ root, dir, child, url, ev: 0, ms: 0, cpu: 0, lat: [] as number[] });
}
const base = fork(fileURLToPath(new URL('./ingest/baseline.mjs', import.meta.url))); const [port] = await once(base, 'message');
const bare = { ev: 0, ms: 0 };
const gen = fork(fileURLToPath(new URL('./ingest/load.mjs', import.meta.url)));
const cpu = (pid: number) => { const s = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(s[11]) + Number(s[12])) * 10; };
const run = async (url: string, s: number) => { gen.send({ url, seconds: s, connections, batchSize: 25, gzip: false }); return (await once(gen, 'message'))[0]; };
for (const c of all) await run(c.url, 3);
for (let i = 0; i < slices; i++) { for (const c of all) { const c0 = cpu(c.child.pid!); const r = await run(c.url, seconds); await new Promise((r) => setTimeout(r, 3500)); c.cpu += cpu(c.child.pid!) - c0; c.ev += r.acknowledged; c.ms += r.elapsedMs; c.lat.push(...r.latencies); if (r.refused) console.log('refused', r.refused); } const r = await run(`http://127.0.0.1:${port}`, 2); bare.ev += r.acknowledged; bare.ms += r.elapsedMs; }
const rate = (c: { ev: number; ms: number }) => (c.ev / c.ms) * 1000;
for (const c of all) { c.lat.sort((a, b) => a - b); console.log(c.root, Math.round(rate(c)), 'events/s', (rate(c) / rate(all[all.length - 1]!)).toFixed(2), '× last', 'cpu µs/event', (c.cpu * 1000 / c.ev).toFixed(1), 'p50', c.lat[c.lat.length >> 1]!.toFixed(0), 'p99', c.lat[Math.floor(c.lat.length * .99)]!.toFixed(0), 'of bare', (rate(c) / rate(bare)).toFixed(3)); }
console.log('bare', Math.round(rate(bare)));
gen.disconnect(); base.kill(); for (const c of all) { c.child.kill('SIGTERM'); await once(c.child, 'exit'); rmSync(c.dir, { recursive: true, force: true }); }
