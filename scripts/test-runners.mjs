// `npm run test:runners [-- arguments of vitest]`: the packed SDK below task runners and hooks, run for real.
// The runners are installed outside the repository, once for each version. `-u` writes `docs/runners.md`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, installOnce, installPacked } from './packed-project.mjs';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const cache = cacheFolder('sonde-runners');
const project = join(root, '.build', 'runners');
const versions = JSON.parse(readFileSync(join(root, 'e2e/runners/versions.json'), 'utf8'));

try {
  await ensureInstalled();
  await ensureBuilt();
  await installOnce(cache, versions);
  await installPacked(project);
  const config = join(root, 'e2e/runners/vitest.config.ts');
  await run(
    process.execPath,
    [bin('vitest'), 'run', '--config', config, ...process.argv.slice(2)],
    {
      env: { ...process.env, SONDE_TEST_RUNNERS: cache, SONDE_TEST_RUNNERS_PROJECT: project },
    },
  );
} catch (error) {
  fail(error);
}
