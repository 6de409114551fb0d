// `npm test [-- arguments of vitest]`: all tests except the slow ones, which are a separate
// project.
import { ensureBrowser, ensureProxies, ensureServers } from './debian-packages.mjs';
import { measureShare } from './test-share.mjs';
import { bin, ensureBuilt, ensureInstalled, fail, run } from './workspace.mjs';

try {
  await ensureInstalled();
  await ensureBrowser();
  const given = process.argv.slice(2);
  if (given.includes('long')) {
    await ensureProxies();
    await ensureServers();
  }
  await ensureBuilt();
  const everyday = given.includes('--project')
    ? []
    : ['--project', 'unit', '--project', 'engine', '--project', 'e2e'];
  const env = await measureShare();
  await run(process.execPath, [bin('vitest'), 'run', ...everyday, ...given], { env });
} catch (error) {
  fail(error);
}
