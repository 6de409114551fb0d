// `npm run test:agents [-- arguments of vitest]`: the packed SDK in coding agents, run for real. The agents
// are installed outside the repository, once for each version. `-u` writes `docs/agents.md`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sonde-agents');
const project = join(root, '.build', 'agents');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];
const versions = JSON.parse(readFileSync(join(root, 'e2e/agents/versions.json'), 'utf8'));

/** Each by itself: together they would share what they depend on. */
async function installAgents() {
  for (const [name, version] of Object.entries(versions.agents)) {
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

/** What the tool that agents run depends on: the SDK as a registry would give it. */
async function installPacked() {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  await run(
    'npm',
    ['pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', project],
    { quiet: true, cwd: join(root, 'packages/sdk') },
  );
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const { version } = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8'));
  const servers = Object.entries(versions.servers).map((entry) => entry.join('@'));
  await run('npm', ['install', ...quiet, `./sonde-${version}.tgz`, ...servers], {
    cwd: project,
  });
}

try {
  await ensureInstalled();
  await ensureBuilt();
  await installAgents();
  await installPacked();
  const config = join(root, 'e2e/agents/vitest.config.ts');
  await run(
    process.execPath,
    [bin('vitest'), 'run', '--config', config, ...process.argv.slice(2)],
    {
      env: { ...process.env, SONDE_TEST_AGENTS: cache, SONDE_TEST_AGENTS_PROJECT: project },
    },
  );
} catch (error) {
  fail(error);
}
