// `npm run test:all -- runtimes [arguments of vitest]`: the packed SDK in every supported runtime.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const folder = join(root, '.build', 'runtimes');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];

/**
 * The runtimes take more than half a gigabyte: installed separately, once for each set of versions.
 */
async function ensureRuntimes() {
  const manifest = readFileSync(join(root, 'e2e/runtimes/package.json'), 'utf8');
  const stamp = join(folder, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest) return;
  console.error('Installing runtimes …');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  await run('npm', ['install', ...quiet, '--prefix', folder]);
  writeFileSync(stamp, manifest);
}

/** A project with the SDK as installed from a registry. */
async function installPacked() {
  const project = join(folder, 'project');
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  await run(
    'npm',
    ['pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', project],
    { quiet: true, cwd: join(root, 'packages/sdk') },
  );
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const { version } = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8'));
  await run('npm', ['install', ...quiet, `./sonde-${version}.tgz`], { cwd: project });
  cpSync(join(root, 'e2e/runtimes/fixtures'), project, { recursive: true });
}

try {
  await ensureInstalled();
  await ensureBuilt();
  await ensureRuntimes();
  await installPacked();
  const config = join(root, 'e2e/runtimes/vitest.config.ts');
  await run(process.execPath, [bin('vitest'), 'run', '--config', config, ...process.argv.slice(2)]);
} catch (error) {
  fail(error);
}
