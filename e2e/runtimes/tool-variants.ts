import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const folder = fileURLToPath(new URL('../../.build/runtimes/', import.meta.url));
/** A project with the packed SDK and the tool. */
export const project = join(folder, 'project');

const modules = join(folder, 'node_modules');
export const runtimes = {
  'Node.js 20': join(modules, 'node-20/bin/node'),
  'Node.js 22': join(modules, 'node-22/bin/node'),
  'Node.js 24': join(modules, 'node-24/bin/node'),
  'Node.js 26': join(modules, 'node-26/bin/node'),
  Bun: join(modules, '@oven/bun-linux-x64/bin/bun'),
  Deno: join(modules, '@deno/linux-x64-glibc/deno'),
};
/** Yarn's program, for Node.js. */
export const yarn = join(modules, '@yarnpkg/cli-dist/bin/yarn.js');
type RuntimeName = keyof typeof runtimes;
const nodes: RuntimeName[] = ['Node.js 20', 'Node.js 22', 'Node.js 24'];

/** One form of the tool: the command without the tool's arguments. */
export interface ToolVariant {
  runtime: RuntimeName;
  /** Version of the runtime. */
  version: string;
  form: string;
  command: string[];
}

const quietly = { stdio: 'ignore', cwd: project, timeout: 100_000 } as const;

function versionOf(runtime: RuntimeName): string {
  const text = execFileSync(runtimes[runtime], ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? '';
}

/**
 * Writes a copy of an executable, like an installer. The kernel maps files that it has read back
 * from disk, or that were written in one piece, in larger pages, which count as memory of the
 * process.
 */
function install(executable: string, name: string): string {
  const installed = join(folder, 'installed', name);
  mkdirSync(dirname(installed), { recursive: true });
  copyFileSync(executable, installed);
  return installed;
}

/** Copied once for all forms. */
const installedRuntimes = new Map<RuntimeName, string>();
function installRuntime(runtime: RuntimeName): string {
  const installed =
    installedRuntimes.get(runtime) ?? install(runtimes[runtime], join(versionOf(runtime), 'node'));
  installedRuntimes.set(runtime, installed);
  return installed;
}

/** How a runtime runs a file. */
const running = (runtime: RuntimeName, file: string): string[] => [
  nodes.includes(runtime) ? installRuntime(runtime) : runtimes[runtime],
  ...(runtime === 'Deno' ? ['run', '--allow-all'] : []),
  join(project, file),
];

function bundle(format: 'esm' | 'cjs'): string {
  const outfile = format === 'esm' ? 'bundle.mjs' : 'bundle.cjs';
  const { warnings } = buildSync({
    absWorkingDir: project,
    entryPoints: ['tool.mjs'],
    bundle: true,
    minify: true,
    platform: 'node',
    format,
    outfile,
    logLevel: 'silent',
  });
  if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings[0]?.text}`);
  // In a separate directory, as installed: nothing of this project can be found from there.
  const alone = join(folder, 'alone', outfile);
  mkdirSync(join(folder, 'alone'), { recursive: true });
  copyFileSync(join(project, outfile), alone);
  return join('..', 'alone', outfile);
}

/** A single executable application of Node.js. */
function makeSingleExecutable(runtime: RuntimeName, script: string): string {
  const name = `sea-${versionOf(runtime)}`;
  const blob = join(folder, 'alone', `${name}.blob`);
  const executable = join(folder, 'alone', name);
  const configuration = join(folder, 'alone', `${name}.json`);
  const settings = {
    main: join(project, script),
    output: blob,
    disableExperimentalSEAWarning: true,
  };
  writeFileSync(configuration, JSON.stringify(settings));
  execFileSync(runtimes[runtime], ['--experimental-sea-config', configuration], quietly);
  copyFileSync(runtimes[runtime], executable);
  chmodSync(executable, 0o755);
  const postject = createRequire(join(folder, 'package.json')).resolve('postject/dist/cli.js');
  // In two halves: the whole text must only be in the executable, not in the embedded script.
  const fuse = ['NODE_SEA_FUSE', 'fce680ab2cc467b6e072b8b5df1996b2'].join('_');
  execFileSync(
    process.execPath,
    [postject, executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse],
    quietly,
  );
  return install(executable, name);
}

/** One file for Node.js, by a bundler that does not know the condition `module`. */
function bundleWithBun(): string {
  const outfile = join(folder, 'alone', 'bundle-by-bun.mjs');
  execFileSync(runtimes.Bun, ['build', '--target=node', 'tool.mjs', '--outfile', outfile], quietly);
  return join('..', 'alone', 'bundle-by-bun.mjs');
}

/** One file for Node.js, by webpack. */
function bundleWithNcc(): string {
  const outdir = join(folder, 'alone', 'bundle-by-ncc');
  const ncc = createRequire(join(folder, 'package.json')).resolve('@vercel/ncc/dist/ncc/cli.js');
  execFileSync(process.execPath, [ncc, 'build', 'tool.mjs', '--out', outdir], quietly);
  return join('..', 'alone', 'bundle-by-ncc', 'index.mjs');
}

/** One executable from a file of the project. */
export function compileWithBun(file: string): string {
  const executable = join(folder, 'alone', `${file}-compiled-by-bun`);
  execFileSync(runtimes.Bun, ['build', '--compile', file, '--outfile', executable], quietly);
  return executable;
}

/** Undefined if Deno cannot download its runtime, which no npm package contains. */
function compileWithDeno(): string | undefined {
  const executable = join(folder, 'alone', 'compiled-by-deno');
  try {
    execFileSync(
      runtimes.Deno,
      ['compile', '--allow-all', '--output', executable, 'tool.mjs'],
      quietly,
    );
  } catch {
    return undefined;
  }
  return existsSync(executable) ? executable : undefined;
}

/** Every form of the tool, built again. */
export function makeToolVariants(): ToolVariant[] {
  const variants: ToolVariant[] = [];
  const add = (runtime: RuntimeName, form: string, command: string[]) =>
    variants.push({ runtime, version: versionOf(runtime), form, command });
  const esm = bundle('esm');
  const cjs = bundle('cjs');
  for (const runtime of [...nodes, 'Bun', 'Deno'] satisfies RuntimeName[]) {
    add(runtime, 'import', running(runtime, 'tool.mjs'));
    add(runtime, 'require', running(runtime, 'tool.cjs'));
    add(runtime, 'one file by esbuild, ESM', running(runtime, esm));
    add(runtime, 'one file by esbuild, CommonJS', running(runtime, cjs));
  }
  const byBun = bundleWithBun();
  const byNcc = bundleWithNcc();
  for (const runtime of nodes) {
    add(runtime, 'one file by `bun build --target=node`', running(runtime, byBun));
    add(runtime, 'one file by ncc', running(runtime, byNcc));
    add(runtime, 'single executable application', [makeSingleExecutable(runtime, cjs)]);
  }
  add('Bun', '`bun build --compile`', [compileWithBun('tool.mjs')]);
  const compiled = compileWithDeno();
  if (compiled !== undefined) add('Deno', '`deno compile`', [compiled]);
  return variants;
}
