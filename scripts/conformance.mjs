// `npm run test:all -- conformance [options of sonde conformance]`: orbit, with its service, must
// pass every case.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './workspace.mjs';

/** The user `nobody`, which exists on every Linux. */
const nobody = 65_534;

/** Root has more rights than other users, so some cases find problems only as another user. */
async function runWithoutRights(argv, env) {
  const options = { env: { ...env, HOME: '/nonexistent' }, user: nobody };
  try {
    await run(process.execPath, [argv[0], '--version'], { ...options, quiet: true });
  } catch (error) {
    console.error(`Skipped as an unprivileged user, who cannot start it here: ${error.message}`);
    return;
  }
  console.log('\nAs an unprivileged user:\n');
  await run(process.execPath, argv, options);
}

const directory = mkdtempSync(join(tmpdir(), 'sonde-orbit-cloud-'));
let cloud;
try {
  await ensureInstalled();
  await ensureBuilt();
  const { startOrbitCloud } = await import('@sonde/example-orbit-cloud');
  cloud = await startOrbitCloud({ dataDirectory: directory });
  const env = {
    ...process.env,
    ORBIT_CLOUD_URL: cloud.url,
    ORBIT_TOKEN: readFileSync(join(directory, 'developer-token'), 'utf8').trim(),
  };
  const options = ['--tool', 'orbit', '--env', 'ORBIT_CLOUD_URL', '--env', 'ORBIT_TOKEN'];
  const argv = [
    join(root, 'packages/cli/bin/sonde.js'),
    'conformance',
    ...options,
    '--json=-o json',
    ...process.argv.slice(2),
    '--',
    process.execPath,
    join(root, 'examples/orbit/bin/orbit.js'),
    'application',
    'list',
  ];
  await run(process.execPath, argv, { env });
  if (process.getuid?.() === 0) await runWithoutRights(argv, env);
} catch (error) {
  process.exitCode = 1;
  console.error(`\n${error instanceof Error ? error.message : error}`);
} finally {
  await cloud?.close();
  rmSync(directory, { recursive: true, force: true });
}
