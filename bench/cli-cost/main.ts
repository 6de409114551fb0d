/**
 * What telemetry costs a command, and how many of its events arrive.
 *
 * The same small tool runs without telemetry, with Sonde, and with each vendor's client, closed as
 * its documentation says; with an endpoint that responds, one whose port is closed, and one that
 * accepts and never responds. Every round runs each of them once, in a new order, so that a noisy
 * machine affects all; a cost is the difference from the plain tool in the same round. "An empty
 * package" is the plain tool with one more import, of an empty package: no library that is imported
 * by name can cost less. "Commander" is a tool with a parser and the additions of
 * docs/quick-start.md, compared with the same tool without them. "Bundled" is a tool in one file,
 * as many are shipped, compared with its bundled baseline. "Over loading it" is compared with a
 * tool that only imports the SDK, its adapter and the catalog. A tool loads these whether or not
 * telemetry is disabled, so loading has its own budget.
 *
 * A budget is a ratio to a minimal program that runs once in every round: one that imports an empty
 * package, appends five lines to a file and renames it, or starts a detached process that does
 * nothing. The endpoint makes no difference to a run, so a budget is compared with the median of
 * all rounds with all three endpoints.
 *
 * With `--against <directory>`, the package folder of another build of the SDK, the same tools also run
 * with that build, and the ratio of each row to it is printed.
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
import { dirname, join, resolve } from 'node:path';
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
    /** One vendor to compare with, for example `amplitude`. */
    vendor: { type: 'string' },
    /**
     * The Node.js to run the tools on. Default: the current one, and 24 once `npm run test:all --
     * runtimes` has installed it.
     */
    node: { type: 'string', multiple: true },
    /** Another build of the SDK: its directory, with `package.json` and `dist`. */
    against: { type: 'string' },
    /** Few runs, to check that everything works. */
    quick: { type: 'boolean', default: false },
  },
});
const runtimes = new URL('../../.build/runtimes/', import.meta.url);
const installed = fileURLToPath(new URL('node_modules/node-24/bin/node', runtimes));
const nodes = options.node ?? [process.execPath, ...(existsSync(installed) ? [installed] : [])];
const rounds = options.quick ? 6 : Number(options.runs);
const limitMs = Number(options['limit-seconds']) * 1_000;
/** A client that took this long once runs only this often: its result is clear. */
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
  /** Its arguments. Default: how it should end. */
  args?: string[];
  /** The variant to compare with. Default: the plain tool. */
  baseline?: Variant;
  /** Maximum cost, as a multiple of the cost of the minimal variant. */
  budget?: { least: Variant; times: number };
}

const toolPath = (tool: string) => fileURLToPath(new URL(`./tools/${tool}.mjs`, import.meta.url));

/** Files created for this run: the bundled tools, and the one that imports an empty package. */
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
  budget: { least: empty, times: 3 },
};
const commanderLoaded: Variant = {
  ...commander,
  name: 'commander + sonde, loaded only',
  path: join(made, 'commander-loaded.mjs'),
  baseline: commander,
};
/**
 * A tool that does the minimum of something that Sonde does, in addition to the plain tool's work.
 */
const least = (name: string, text: string): Variant => {
  const path = join(made, `least-${name.replaceAll(/[^a-z]+/g, '-')}.mjs`);
  writeFileSync(path, `${text}\n${readFileSync(toolPath('plain'), 'utf8')}`);
  return { name, tool: 'plain', path, env: {} };
};
const leastRecording = least(
  'five lines appended, a file renamed',
  `import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
  const path = process.env.HOME + '/least-' + process.pid;
  const file = openSync(path, 'a');
  for (let line = 0; line < 5; line += 1) writeSync(file, 'x'.repeat(500) + '\\n');
  closeSync(file);
  renameSync(path, path + '-complete');`,
);
const leastSending = least(
  'a detached process started',
  `import { spawn } from 'node:child_process';
  spawn(process.execPath, ['-e', ''], { detached: true, stdio: 'ignore' }).unref();`,
);
const sonde = (name: string, budget: Variant['budget'], env: Record<string, string>): Variant[] => {
  const alone: Variant = { name: `sonde, ${name}`, tool: 'sonde', env, ...(budget && { budget }) };
  const added: Variant = {
    ...commander,
    name: `commander + sonde, ${name}`,
    tool: 'commander-sonde',
    env,
    baseline: commander,
    ...(budget && { budget }),
  };
  return [added, bundled(added, commanderBundled), alone, bundled(alone, plainBundled)];
};
/** The same runs, compared with the tool that only loads the SDK. */
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
const whenDisabled = sonde('disabled', undefined, disabled);
const due = { BENCH_TELEMETRY_FLUSH_AT: '1000000' };
/** The same tools with another build of the SDK, by the name of the row they are compared with. */
const earlier = new Map<string, Variant>();
const variants: Variant[] = [
  empty,
  commanderEmpty,
  leastRecording,
  leastSending,
  loaded,
  commanderLoaded,
  ...sonde('nothing due', { least: leastRecording, times: 4 }, due),
  ...sonde('sender started', { least: leastSending, times: 1.3 }, senderStarted),
  ...whenDisabled,
  ...whenDisabled.flatMap(overLoading),
];
if (options.against !== undefined) addEarlier(resolve(options.against));

/** Also runs each tool that imports the SDK by name with that of another directory. */
function addEarlier(directory: string): void {
  const place = join(made, 'earlier');
  mkdirSync(join(place, 'node_modules'), { recursive: true });
  symlinkSync(directory, join(place, 'node_modules', 'sonde'));
  for (const name of ['commander', 'empty']) {
    symlinkSync(join(modules, name), join(place, 'node_modules', name));
  }
  writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  for (const tool of ['ending', 'catalog', 'sonde', 'commander-sonde', 'plain']) {
    copyFileSync(toolPath(tool), join(place, `${tool}.mjs`));
  }
  copyFileSync(join(made, 'loaded.mjs'), join(place, 'loaded.mjs'));
  for (const variant of [...variants]) {
    const file = variant === loaded ? 'loaded' : variant.tool;
    const isByName = variant === loaded || (variant.path === undefined && variant.tool !== 'plain');
    if (!isByName || variant.name.endsWith('over loading it')) continue;
    const { budget: _, ...rest } = variant;
    const copy = {
      ...rest,
      name: `${variant.name}, earlier build`,
      path: join(place, `${file}.mjs`),
    };
    earlier.set(variant.name, copy);
    variants.push(copy);
  }
}

/** Baselines of the comparisons. */
const baselines = [plain, plainBundled, commander, commanderBundled];
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

/** Runs the tool once, as a separate process, from a home in the state after the first run. */
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
    node,
    [variant.path ?? toolPath(variant.tool), ...(variant.args ?? [ending])],
    {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        // As a shell leaves it: where these are missing, the SDK also reads the parents' environment.
        PWD: process.cwd(),
        SHLVL: '1',
        TERM: 'xterm-256color',
        // An interactive run, like a person's: in CI an event is delivered inline.
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
  // A failed run would count as a fast one. Vendors' clients may fail.
  if (ending === 'return' && status !== 0 && !vendors.some(({ tool }) => tool === variant.tool)) {
    throw new Error(`${variant.name} exited with ${status}`);
  }
  return { id, ms, over: error !== undefined };
}

function spoolDirectory(variant: Variant, endpoint: Endpoint): string {
  return join(home, `${variant.name}-${endpoint}`.replace(/[^a-z]+/g, '-'));
}

/**
 * Removes the back-off and waiting files, keeps the identity: every run starts like the second run
 * of a tool.
 */
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

/** Milliseconds that a run took longer than its baseline in the same round, by name. */
type Added = Map<string, number[]>;

const medianOf = (added: Added, name: string) => quantile(added.get(name) ?? [], 0.5);

/** Reports whether each budget is kept, and compares each row with an earlier build. */
function compareWithBudgets(added: Added): void {
  console.table(
    Object.fromEntries(
      variants.flatMap(({ name, budget }) => {
        if (budget === undefined) return [];
        const own = medianOf(added, name);
        const least = medianOf(added, budget.least.name);
        const row = {
          'added ms, median': milliseconds(own),
          'the least possible': milliseconds(least),
          ratio: (own / least).toFixed(2),
          budget: budget.times,
          kept: own <= budget.times * least ? 'yes' : 'no',
          runs: added.get(name)?.length,
        };
        return [[name, row]];
      }),
    ),
  );
  if (earlier.size === 0) return;
  console.table(
    Object.fromEntries(
      [...earlier].map(([name, { name: other }]) => [
        name,
        {
          'added ms, median': milliseconds(medianOf(added, name)),
          'earlier build': milliseconds(medianOf(added, other)),
          ratio: (medianOf(added, name) / medianOf(added, other)).toFixed(2),
        },
      ]),
    ),
  );
}

async function measureCost(node: string, endpoint: Endpoint, measured: Variant[]): Promise<Added> {
  const added: Added = new Map(measured.map(({ name }) => [name, []]));
  const over = new Map<string, number>();
  const tookMs = new Map<Variant, number[]>();
  for (const variant of measured) run(variant, endpoint, 'return', node);
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of measured) resetSpool(variant, endpoint);
    const wanted = measured.filter(({ name }) => {
      const so_far = added.get(name) ?? [];
      return !(so_far.length >= slow.runs && quantile(so_far, 0.5) > slow.ms);
    });
    const costs = new Map<Variant, Run>();
    for (const variant of shuffle([...baselines, ...wanted])) {
      costs.set(variant, run(variant, endpoint, 'return', node));
      // Wait for a sender of this run to end, so that it does not slow down the next run.
      if (variant.env === senderStarted || variant === leastSending) await sleep(400);
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
  const response = await fetch(`http://127.0.0.1:${ports.up}/arrived`);
  return new Map((await response.json()) as [string, number][]);
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
    // One more run, as users make: it sends what others left. For vendors this changes nothing.
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

/** Time to load the SDK's entry, each in a new process, measured inside it. */
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
