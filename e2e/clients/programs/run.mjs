// One client of another vendor, used as its documentation says. The plan comes as JSON on stdin; each
// outcome that the client reports is a line of JSON on stdout: { label, outcome, reason? }. The last
// line has the labels of all events that were recorded.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const plan = JSON.parse(await text(process.stdin));
const { open } = await import(`./${plan.program}.mjs`);
const require = createRequire(import.meta.url);
// Their own messages.
for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = () => {};

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const recorded = [];
const reported = new Set();
const report = (outcome) => (label, reason) => {
  // Some clients report a call again while they close.
  if (label === undefined || reported.has(label)) return;
  reported.add(label);
  print({ label, outcome, ...(reason !== undefined && { reason: String(reason) }) });
};
const record = (label) => {
  recorded.push(label);
  return label;
};
let failure;
/** Some clients keep a process alive for ever. */
const end = () => {
  const line = { recorded, crash: failure };
  process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit(0));
};
// RudderStack's client ends its process with one.
process.on('unhandledRejection', (error) => {
  failure ??= String(error);
});

const deadline = Date.now() + plan.limitMs;
const sender = open({
  ...plan,
  module: require(plan.client),
  url: new URL(plan.endpoint),
  deadline,
  record,
  delivered: report('delivered'),
  failed: report('failed'),
  hasOutcome: (label) => reported.has(label),
  untilAllReported: async () => {
    while (reported.size < recorded.length) await sleep(50);
  },
});

async function run() {
  if (plan.count === undefined) await sender.sendEachKind();
  const startedAt = performance.now();
  for (let index = 1; index <= (plan.count ?? 0); index += 1) {
    sender.track(record(`${plan.prefix}-${index}`));
    // The client decides when events leave; the program only records them, evenly over the time.
    const due = startedAt + (plan.durationMs * index) / plan.count;
    await sleep(Math.max(0, due - performance.now()));
  }
  await sender.close();
}
process.once('beforeExit', end);
setTimeout(end, plan.limitMs).unref();
await run();
// Otherwise the client may have more to report, so its process ends by itself, as a user's does.
if (reported.size === recorded.length) end();
