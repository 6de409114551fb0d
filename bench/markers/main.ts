/**
 * Whether a project's marker can slow a run down.
 *
 * One small tool with Sonde runs in directories that differ in their marker alone: none, markers
 * generated as for the tests of the opt-out (valid YAML and broken, in three encodings), and the
 * largest that are read, each filled with what takes longest to judge. Every round runs each of them
 * once, in a new order, and each is divided by the run without a marker in the same round. Fails if the
 * median of a marker is above `limit`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  createMarkerGenerator,
  field,
} from '../../packages/sdk/src/project/fixtures/marker-generator.js';
import { quantile } from '../quantile.js';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    /** How many generated markers. */
    markers: { type: 'string', default: '40' },
  },
});
const rounds = Number(options.runs);
const limit = 2;
/** A larger marker is not read. */
const maxBytes = 65_536;

const fill = (piece: string, start = '', end = '') =>
  start + piece.repeat(Math.floor((maxBytes - start.length - end.length) / piece.length)) + end;

const largest = {
  'blanks in a value': fill(' ', 'projectId: a', 'b\n'),
  'short lines': fill('a\n'),
  'empty lines': fill('\n'),
  'fields of one letter': fill('a: b\n'),
  'comments with the name': fill(`# ${field}: true\n`),
  'a "no" in each line': fill(`${field}: false\n`),
  'names in one line': fill(`${field} `, '# '),
  'escapes in quotes': fill('\\u0074', 'note: "', '"\n'),
  backslashes: fill('\\', 'note: "', '"\n'),
  quotes: fill('"\''),
  'blanks and number signs': fill(' #', 'projectId: a'),
  'colons and blanks': fill(' : ', `${field}`),
  'quoted fields': fill('"a": "b"\n'),
  'an opt-out in the last line': fill('# a comment\n', '', `${field}: true\n`),
};

const home = mkdtempSync(join(tmpdir(), 'sonde-markers-'));
const tool = fileURLToPath(new URL('../cli-cost/tools/sonde.mjs', import.meta.url));

const spool = join(home, 'spool');

interface Project {
  directory: string;
  marker: string | Buffer | undefined;
}

/** Runs the tool once, as a separate process; its milliseconds. */
function run({ directory, marker }: Project): number {
  // A run may have added an id to it.
  if (marker !== undefined) writeFileSync(join(directory, '.bench.yaml'), marker);
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, [tool, 'return'], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      AI_AGENT: 'bench',
      BENCH_RUN: 'r',
      BENCH_ENDPOINT: 'http://127.0.0.1:9',
      BENCH_TELEMETRY_NOTICE: 'elsewhere',
      BENCH_TELEMETRY_DIR: spool,
      BENCH_TELEMETRY_FLUSH_AT: '1000000',
    },
    stdio: 'ignore',
  });
  const ms = performance.now() - startedAt;
  if (status !== 0) throw new Error(`The tool exited with ${status} beside ${marker}`);
  // Every run starts like the second run of a tool.
  for (const name of readdirSync(spool)) {
    if (!/^(anonymous-id$|settings-)/.test(name)) rmSync(join(spool, name), { recursive: true });
  }
  return ms;
}

/** A directory for each marker, by what the marker is. */
function makeProjects(): Map<string, Project> {
  const projects = new Map<string, Project>();
  const add = (name: string, marker: Project['marker']) => {
    const directory = join(home, `project-${projects.size}`);
    mkdirSync(directory);
    projects.set(name, { directory, marker });
  };
  add('none', undefined);
  const generate = createMarkerGenerator(21);
  for (let number = 1; number <= Number(options.markers); number += 1) {
    add(`generated ${number}`, generate().bytes);
  }
  for (const [name, text] of Object.entries(largest)) add(`64 kB: ${name}`, text);
  return projects;
}

const ratioOf = (ratio: number) => ratio.toFixed(2);

function report(ratios: ReadonlyMap<string, number[]>, plainMs: number): void {
  const medians = [...ratios].map(([name, values]) => ({ name, median: quantile(values, 0.5) }));
  const row = (kind: string) => {
    const own = medians.filter(({ name }) => name.startsWith(kind));
    const slowest = own.reduce((a, b) => (b.median > a.median ? b : a), own[0] ?? medians[0]!);
    return {
      markers: own.length,
      'ratio, median': ratioOf(
        quantile(
          own.map(({ median }) => median),
          0.5,
        ),
      ),
      'of the slowest marker': ratioOf(slowest.median),
      'which is': slowest.name,
    };
  };
  console.log(`a run without a marker takes ${plainMs.toFixed(1)} ms (median of ${rounds} rounds)`);
  console.table({ generated: row('generated'), 'of 64 kB': row('64 kB') });
  const single = [...ratios.values()].flat();
  console.log(`the slowest of ${single.length} single runs: ${ratioOf(Math.max(...single))}`);
  const slow = medians.filter(({ median }) => median > limit);
  if (slow.length === 0) return;
  console.error(
    `Above ${limit}: ${slow.map(({ name, median }) => `${name} (${ratioOf(median)})`)}`,
  );
  process.exitCode = 1;
}

try {
  const projects = makeProjects();
  const plain: number[] = [];
  const ratios = new Map<string, number[]>();
  for (const project of projects.values()) run(project);
  for (let round = 0; round < rounds; round += 1) {
    const order = [...projects]
      .map((entry) => ({ entry, at: Math.random() }))
      .sort((a, b) => a.at - b.at);
    const took = new Map(order.map(({ entry: [name, project] }) => [name, run(project)]));
    const without = took.get('none') ?? Number.NaN;
    plain.push(without);
    for (const [name, ms] of took) {
      if (name !== 'none') ratios.set(name, [...(ratios.get(name) ?? []), ms / without]);
    }
  }
  report(ratios, quantile(plain, 0.5));
} finally {
  rmSync(home, { recursive: true, force: true });
}
