// For suites that run the packed SDK with other software: that software, and a project with the SDK in it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './workspace.mjs';

const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];

/** The user's cache folder with this name. */
export const cacheFolder = (name) =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), name);

/**
 * Installs packages of npm outside the repository, once for each version. Each by itself: together they
 * would share what they depend on.
 *
 * @param {string} cache
 * @param {Record<string, string>} versions
 */
export async function installOnce(cache, versions) {
  for (const [name, version] of Object.entries(versions)) {
    const folder = join(cache, `${name.replace('/', '+')}@${version}`);
    const stamp = join(folder, 'installed');
    if (existsSync(stamp)) continue;
    console.error(`Installing ${name} ${version} …`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await run('npm', ['install', ...quiet, `${name}@${version}`], { cwd: folder });
    writeFileSync(stamp, '');
  }
}

/**
 * Makes a project with the SDK as a registry would give it, and other packages.
 *
 * @param {string} project
 * @param {Record<string, string>} [others]
 */
export async function installPacked(project, others = {}) {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  await run(
    'npm',
    ['pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', project],
    { quiet: true, cwd: join(root, 'packages/sdk') },
  );
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const { version } = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8'));
  const packages = Object.entries(others).map((entry) => entry.join('@'));
  await run('npm', ['install', ...quiet, `./sonde-${version}.tgz`, ...packages], { cwd: project });
}
