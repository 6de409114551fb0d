// `npm run test:agents [-- arguments of vitest]`: the packed SDK in coding agents, run for real. The agents
// are installed outside the repository, once for each version. `-u` writes `docs/agents.md`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, installOnce, installPacked } from './packed-project.mjs';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const cache = cacheFolder('sonde-agents');
const project = join(root, '.build', 'agents');
const versions = JSON.parse(readFileSync(join(root, 'e2e/agents/versions.json'), 'utf8'));

try {
  await ensureInstalled();
  await ensureBuilt();
  await installOnce(cache, versions.agents);
  await installPacked(project, versions.servers);
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
