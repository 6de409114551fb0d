// `npm run test:clients [-- arguments of vitest]`: clients of other vendors against the collector,
// while it is killed, paused and restarted, and behind proxies. `-u` writes `docs/clients.md`;
// SONDE_TEST_SEED repeats the faults of a run; SONDE_TEST_CLIENTS, a regular expression, chooses
// clients for them.
import { join } from 'node:path';
import { ensureProxies } from './debian-packages.mjs';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

try {
  await ensureInstalled();
  await ensureProxies();
  await ensureBuilt();
  const given = process.argv.slice(2);
  const config = join(root, 'e2e/clients/vitest.config.ts');
  const env = { ...process.env, ...(given.includes('-u') && { SONDE_TEST_UPDATE: '1' }) };
  await run(process.execPath, [bin('vitest'), 'run', '--config', config, ...given], { env });
} catch (error) {
  fail(error);
}
