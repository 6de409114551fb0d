/**
 * What telemetry costs a command, and what is left of its events.
 *
 * The same small tool runs without telemetry, with Sonde, and with each vendor's client closed as its
 * documentation says; with an endpoint that answers, one whose port is closed, and one that accepts
 * and never answers. Every round runs each of them once, in a new order, so that a noisy machine is
 * noisy for all; a cost is the difference to the plain tool of the same round. "An empty package" is
 * the plain tool with one more import, of a package that does nothing: no library that is imported by
 * its name can cost less. "Commander" is a tool that has a parser, with what docs/quick-start.md adds
 * to it, compared with the same tool without that. "Bundled" is a tool in one file, as many are
 * shipped, compared with its baseline bundled likewise. "Over loading it" is compared with the tool that
 * imports the SDK, its adapter and the catalog, and does nothing with it: whether telemetry is disabled
 * or not, a tool loads it, for which there is a budget of its own.
 *
 * Budgets are milliseconds of the machine on which they were set, and others are several times slower
 * or faster. Three programs that have nothing to do with Sonde tell how much, run once in every round as
 * all others are: a budget is multiplied by that before it is compared. What the endpoint does makes no
 * difference to a run, so a budget is compared with the median of all rounds with all three endpoints.
 */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '40' },
    /** A run that takes longer is stopped and counted as "over". */
    'limit-seconds': { type: 'string', default: '15' },
    'only-sonde': { type: 'boolean', default: false },
    /** One vendor beside Sonde, for example `amplitude`. */
    vendor: { type: 'string' },
    /** The Node.js to run the tools on. Default this one, and 24 once `npm run test:all -- runtimes` has installed it. */
    node: { type: 'string', multiple: true },
    /** Few runs, to see that all of it works. */
    quick: { type: 'boolean', default: false },
  },
});
const runtimes = new URL('../../.build/runtimes/', import.meta.url);
const installed = fileURLToPath(new URL('node_modules/node-24/bin/node', runtimes));
const nodes = options.node ?? [process.execPath, ...(existsSync(installed) ? [installed] : [])];
const rounds = options.quick ? 6 : Number(options.runs);
const limitMs = Number(options['limit-seconds']) * 1_000;
/** A client that took this long once is not asked more than this often: its answer is clear. */
const slow = { ms: 3_000, runs: 3 };

const endpoints = ['up', 'closed', 'hanging'] as const;
type Endpoint = (typeof endpoints)[number];
type Ports = Record<Endpoint, number>;

interface Variant {
  name: string;
  tool: string;
  env: Record<string, string>;
  /** File to run. Default that of the tool. */
  path?: string;
  /** Its arguments. Default how it is to end. */
  args?: string[];
  /** What it is compared with. Default the plain tool. */
  baseline?: Variant;
  /** The Node.js that runs it. Default the one that is measured. */
  node?: string;
  /** What it may add, on the machine on which budgets were set. */
  budgetMs?: number;
}

const toolPath = (tool: string) => fileURLToPath(new URL(`./tools/${tool}.mjs`, import.meta.url));

/** What is made for this run: the bundled tools, and the one that imports an empty package. */
const made = mkdtempSync(join(tmpdir(), 'sonde-cli-cost-tools-'));
const bundling = {
  outdir: made,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
} as const;
await build({ ...bundling, entryPoints: ['plain', 'sonde'].map(toolPath) });
await build({
  ...bundling,
  entryPoints: ['commander', 'commander-sonde'].map(toolPath),
  // Commander is CommonJS inside.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
writeFileSync(join(made, 'package.json'), '{"type":"module"}');
for (const tool of ['ending', 'catalog']) copyFileSync(toolPath(tool), join(made, `${tool}.mjs`));
const importing = (name: string, tool: string) =>
  `import '${name}';\n${readFileSync(toolPath(tool), 'utf8')}`;
writeFileSync(join(made, 'empty.mjs'), importing('empty', 'plain'));
writeFileSync(join(made, 'commander-empty.mjs'), importing('empty', 'commander'));
writeFileSync(join(made, 'loaded.mjs'), importing('sonde', 'plain'));
writeFileSync(
  join(made, 'commander-loaded.mjs'),
  `import 'sonde';\nimport './catalog.mjs';\n${importing('sonde/commander', 'commander')}`,
);
mkdirSync(join(made, 'node_modules', 'empty'), { recursive: true });
const modules = join(made, 'node_modules');
symlinkSync(dirname(fileURLToPath(import.meta.resolve('commander'))), join(modules, 'commander'));
symlinkSync(fileURLToPath(new URL('..', import.meta.resolve('sonde'))), join(modules, 'sonde'));
writeFileSync(
  join(made, 'node_modules', 'empty', 'package.json'),
  '{"type":"module","exports":"./index.js"}',
);
writeFileSync(join(made, 'node_modules', 'empty', 'index.js'), '');

const bundled = (variant: Variant, baseline?: Variant): Variant => ({
  ...variant,
  name: `${variant.name}, bundled`,
  path: join(made, `${variant.tool}.js`),
  ...(baseline && { baseline }),
});
const plain: Variant = { name: 'no telemetry', tool: 'plain', env: {} };
const plainBundled = bundled(plain);
const commander: Variant = {
  name: 'commander, no telemetry',
  tool: 'commander',
  env: {},
  args: ['hello', 'Ada'],
};
const commanderBundled = bundled(commander);
const senderStarted = { BENCH_TELEMETRY_FLUSH_AT: '1' };
const disabled = { DO_NOT_TRACK: '1' };
const empty: Variant = {
  name: 'an empty package',
  tool: 'plain',
  path: join(made, 'empty.mjs'),
  env: {},
};
const commanderEmpty: Variant = {
  ...commander,
  name: 'commander + an empty package',
  path: join(made, 'commander-empty.mjs'),
  baseline: commander,
};
const loaded: Variant = {
  name: 'sonde, loaded only',
  tool: 'plain',
  path: join(made, 'loaded.mjs'),
  env: {},
  budgetMs: 1.5,
};
const commanderLoaded: Variant = {
  ...commander,
  name: 'commander + sonde, loaded only',
  path: join(made, 'commander-loaded.mjs'),
  baseline: commander,
};
const sonde = (name: string, budgetMs: number, env: Record<string, string>): Variant[] => {
  const alone: Variant = { name: `sonde, ${name}`, tool: 'sonde', env, budgetMs };
  const added: Variant = {
    ...commander,
    name: `commander + sonde, ${name}`,
    tool: 'commander-sonde',
    env,
    baseline: commander,
    budgetMs,
  };
  return [added, bundled(added, commanderBundled), alone, bundled(alone, plainBundled)];
};
/** The same runs, compared with the tool that loads it and no more. */
const overLoading = (variant: Variant): Variant[] =>
  variant.path === undefined
    ? [
        {
          ...variant,
          name: `${variant.name}, over loading it`,
          baseline: variant.baseline === commander ? commanderLoaded : loaded,
        },
      ]
    : [];
const whenDisabled = sonde('disabled', 0.5, disabled);
const variants: Variant[] = [
  empty,
  commanderEmpty,
  loaded,
  commanderLoaded,
  ...sonde('nothing due', 3, { BENCH_TELEMETRY_FLUSH_AT: '1000000' }),
  ...sonde('sender started', 8, senderStarted),
  ...whenDisabled,
  ...whenDisabled.flatMap(overLoading),
];
/** On this Node.js, whichever is measured: it is the machine they tell of. */
const program = (name: string, text: string): Variant => {
  const path = join(made, `${name.replaceAll(/[^a-z]+/g, '-')}.mjs`);
  writeFileSync(path, text);
  return { name, tool: 'plain', path, env: {}, node: process.execPath };
};
const emptyProgram = program('an empty program', '');
/** What programs take, over an empty one, on the machine on which budgets were set, with Node.js 20. */
const yardsticks = [
  { ms: 2, ...program('import of node:crypto', "await import('node:crypto');") },
  { ms: 1.2, ...program('import of node:child_process', "await import('node:child_process');") },
  {
    ms: 1.2,
    ...program(
      'five lines appended, a file renamed',
      `
      import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
      const path = process.env.HOME + '/yardstick-' + process.pid;
      const file = openSync(path, 'a');
      for (let line = 0; line < 5; line += 1) writeSync(file, 'x'.repeat(500) + '\\n');
      closeSync(file);
      renameSync(path, path + '-complete');`,
    ),
  },
].map((yardstick) => ({ ...yardstick, baseline: emptyProgram }));
/** What is compared with. */
const baselines = [plain, plainBundled, commander, commanderBundled, emptyProgram];
const vendors: Variant[] = options['only-sonde']
  ? []
  : ['segment', 'posthog', 'rudderstack', 'amplitude']
      .filter((tool) => options.vendor === undefined || options.vendor === tool)
      .map((tool) => ({ name: tool, tool, env: {} }));

const home = mkdtempSync(join(tmpdir(), 'sonde-cli-cost-'));
const server = fork(fileURLToPath(new URL('./endpoint.mjs', import.meta.url)));
const [ports] = (await once(server, 'message')) as [Ports];

let runNumber = 0;

interface Run {
  id: string;
  ms: number;
  over: boolean;
}

/** Runs the tool once, as a process of its own, from a home that is as it was after the first run. */
function run(
  variant: Variant,
  endpoint: Endpoint,
  ending: string,
  node: string = process.execPath,
): Run {
  runNumber += 1;
  const id = `r${runNumber}`;
  const startedAt = performance.now();
  const { error, status } = spawnSync(
    variant.node ?? node,
    [variant.path ?? toolPath(variant.tool), ...(variant.args ?? [ending])],
    {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        // An interactive run, as a person's: inside CI an event is delivered inline.
        AI_AGENT: 'bench',
        BENCH_RUN: id,
        BENCH_ENDPOINT: `http://127.0.0.1:${ports[endpoint]}`,
        BENCH_TELEMETRY_NOTICE: 'elsewhere',
        BENCH_TELEMETRY_DIR: spoolDirectory(variant, endpoint),
        ...variant.env,
      },
      stdio: 'ignore',
      timeout: limitMs,
      killSignal: 'SIGKILL',
    },
  );
  const ms = performance.now() - startedAt;
  // One that fails would be measured as a fast one. What a vendor's client does is its own.
  if (ending === 'return' && status !== 0 && !vendors.some(({ tool }) => tool === variant.tool)) {
    throw new Error(`${variant.name} exited with ${status}`);
  }
  return { id, ms, over: error !== undefined };
}

function spoolDirectory(variant: Variant, endpoint: Endpoint): string {
  return join(home, `${variant.name}-${endpoint}`.replace(/[^a-z]+/g, '-'));
}

/** Forgets the back-off and what waits, keeps the identity: every run finds what the second run of a tool finds. */
function resetSpool(variant: Variant, endpoint: Endpoint): void {
  const directory = spoolDirectory(variant, endpoint);
  if (!variant.tool.endsWith('sonde') || !existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    if (!/^(anonymous-id$|settings-)/.test(name)) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function shuffle<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const milliseconds = (ms: number) => `${ms >= 0 ? '+' : ''}${ms.toFixed(ms < 100 ? 1 : 0)}`;

/** Milliseconds that a run took more than its baseline of the same round, by name. */
type Added = Map<string, number[]>;

const medianOf = (added: Added, name: string) => quantile(added.get(name) ?? [], 0.5);

/** Says of each budget whether it is kept on this machine. */
function compareWithBudgets(added: Added): void {
  const ratios = yardsticks.map(({ name, ms }) => medianOf(added, name) / ms);
  const factor = quantile(ratios, 0.5);
  // They take about the same of any machine; where they do not, something else took part.
  const isClear = Math.min(...ratios) * 2 > Math.max(...ratios);
  console.table(
    Object.fromEntries(
      yardsticks.map(({ name, ms }, index) => [
        name,
        {
          'added ms, median': milliseconds(medianOf(added, name)),
          'where budgets were set': milliseconds(ms),
          ratio: ratios[index]?.toFixed(2),
        },
      ]),
    ),
  );
  console.log(
    isClear
      ? `budgets are multiplied by ${factor.toFixed(2)}`
      : 'these ratios are too far apart to tell how fast the machine is: measure again with more runs and nothing else running',
  );
  if (!process.version.startsWith('v20.')) {
    console.log(`they were taken on Node.js ${process.version}; budgets were set on 20`);
  }
  console.table(
    Object.fromEntries(
      variants
        .filter(({ budgetMs }) => budgetMs !== undefined)
        .map(({ name, budgetMs = 0 }) => [
          name,
          {
            'added ms, median': milliseconds(medianOf(added, name)),
            budget: budgetMs,
            'times machine': (budgetMs * factor).toFixed(1),
            kept: !isClear ? 'unclear' : medianOf(added, name) <= budgetMs * factor ? 'yes' : 'no',
            runs: added.get(name)?.length,
          },
        ]),
    ),
  );
}

async function measureCost(node: string, endpoint: Endpoint, measured: Variant[]): Promise<Added> {
  const added: Added = new Map([...measured, ...yardsticks].map(({ name }) => [name, []]));
  const over = new Map<string, number>();
  const tookMs = new Map<Variant, number[]>();
  for (const variant of measured) run(variant, endpoint, 'return', node);
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of measured) resetSpool(variant, endpoint);
    const wanted = [...measured, ...yardsticks].filter(({ name }) => {
      const so_far = added.get(name) ?? [];
      return !(so_far.length >= slow.runs && quantile(so_far, 0.5) > slow.ms);
    });
    const costs = new Map<Variant, Run>();
    for (const variant of shuffle([...baselines, ...wanted])) {
      costs.set(variant, run(variant, endpoint, 'return', node));
      // Time for a sender of this run to end, so that it does not weigh on the next.
      if (variant.env === senderStarted) await sleep(400);
    }
    for (const [variant, { ms }] of costs) {
      tookMs.set(variant, [...(tookMs.get(variant) ?? []), ms]);
    }
    for (const variant of wanted) {
      const cost = costs.get(variant);
      if (cost === undefined) continue;
      const compared = costs.get(variant.baseline ?? plain)?.ms ?? Number.NaN;
      added.get(variant.name)?.push(cost.ms - compared);
      if (cost.over) over.set(variant.name, (over.get(variant.name) ?? 0) + 1);
    }
  }
  const medianTook = (baseline: Variant) => quantile(tookMs.get(baseline) ?? [], 0.5);
  console.log(
    `endpoint ${endpoint}; the plain tool takes ${medianTook(plain).toFixed(1)} ms, with commander ${medianTook(commander).toFixed(1)} ms`,
  );
  console.table(
    Object.fromEntries(
      measured.map(({ name, baseline = plain }) => {
        const values = added.get(name) ?? [];
        const median = quantile(values, 0.5);
        return [
          name,
          {
            'added ms, median': over.has(name)
              ? `over ${milliseconds(limitMs)}`
              : milliseconds(median),
            p95: milliseconds(quantile(values, 0.95)),
            'ratio to its baseline': (1 + median / medianTook(baseline)).toFixed(2),
            runs: values.length,
          },
        ];
      }),
    ),
  );
  return added;
}

async function arrivedByRun(): Promise<Map<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${ports.up}/arrived`);
  return new Map((await answer.json()) as [string, number][]);
}

async function measureDelivery(): Promise<void> {
  const endings = ['return', 'exit', 'throw', 'kill'];
  const runsPerEnding = 5;
  const ids = new Map<string, string[]>();
  const delivering = [...variants, ...vendors].filter(
    ({ tool, env, baseline }) => tool !== 'plain' && env !== disabled && baseline === undefined,
  );
  for (const variant of delivering) {
    resetSpool(variant, 'up');
    for (const ending of endings) {
      for (let count = 0; count < runsPerEnding; count += 1) {
        const key = `${variant.name} ${ending}`;
        ids.set(key, [...(ids.get(key) ?? []), run(variant, 'up', ending).id]);
      }
    }
    // One more run, as users make: it sends what others left. For vendors it changes nothing.
    if (variant.tool === 'sonde') {
      await sleep(1_000);
      run({ ...variant, env: { BENCH_TELEMETRY_FLUSH_AT: '1' } }, 'up', 'return');
    }
  }
  await sleep(3_000);
  const arrived = await arrivedByRun();
  console.log(`events delivered of ${runsPerEnding * 5}, by ending`);
  console.table(
    Object.fromEntries(
      delivering.map(({ name }) => [
        name,
        Object.fromEntries(
          endings.map((ending) => [
            ending,
            (ids.get(`${name} ${ending}`) ?? []).reduce(
              (sum, id) => sum + (arrived.get(id) ?? 0),
              0,
            ),
          ]),
        ),
      ]),
    ),
  );
}

/** Time to load the SDK's entry, each in a fresh process, measured inside it. */
function measureLoading(node: string): void {
  const entry = import.meta.resolve('sonde');
  const program = `const t = performance.now(); await import(${JSON.stringify(entry)}); console.log(performance.now() - t)`;
  const empty = pathToFileURL(join(made, 'node_modules', 'empty', 'index.js')).href;
  const time = (code: string) =>
    Number(spawnSync(node, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout);
  const own: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    baseline.push(time(program.replace(JSON.stringify(entry), JSON.stringify(empty))));
    own.push(time(program));
  }
  const bytes = readFileSync(fileURLToPath(entry));
  console.log(
    `loading sonde: ${quantile(own, 0.5).toFixed(2)} ms, an empty file ${quantile(baseline, 0.5).toFixed(2)} ms (medians); ` +
      `${bytes.length} bytes minified, ${gzipSync(bytes, { level: 9 }).length} gzipped\n`,
  );
}

try {
  mkdirSync(home, { recursive: true });
  for (const node of nodes) {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    console.log(`\nNode.js ${stdout.trim()}\n`);
    measureLoading(node);
    const measured = node === nodes[0] ? [...variants, ...vendors] : variants;
    const whole: Added = new Map();
    for (const endpoint of endpoints) {
      for (const [name, values] of await measureCost(node, endpoint, measured)) {
        whole.set(name, [...(whole.get(name) ?? []), ...values]);
      }
    }
    compareWithBudgets(whole);
  }
  await measureDelivery();
} finally {
  server.disconnect();
  await sleep(500);
  rmSync(home, { recursive: true, force: true });
  rmSync(made, { recursive: true, force: true });
}
