// `npm run test:all -- conformance [options of sonde conformance]`: orbit, with its service, must
// pass every case.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './workspace.mjs';

/** The user `nobody`, which exists on every Linux. */
const nobody = 65_534;
const withoutRights = { user: nobody, env: { HOME: '/nonexistent' } };

/** What root can do, or does differently: full disks, namespaces, directories without rights. */
const casesOfRoot = ['disk-full*', 'pid-namespace*', 'home-*', 'state-*', 'spool-*'];

/** Whether the user `nobody` can start programs of this checkout. */
async function canRunWithoutRights(program) {
  try {
    await run(process.execPath, [program, '--version'], { ...withoutRights, quiet: true });
    return true;
  } catch (error) {
    console.error(
      `An unprivileged user cannot start it here, so all runs as root: ${error.message}`,
    );
    return false;
  }
}

const given = process.argv.slice(2);
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
  const options = [
    ...['--tool', 'orbit', '--env', 'ORBIT_CLOUD_URL', '--env', 'ORBIT_TOKEN'],
    '--json=-o json',
  ];
  const program = join(root, 'packages/cli/bin/sonde.js');
  const tool = [process.execPath, join(root, 'examples/orbit/bin/orbit.js'), 'application', 'list'];
  const conformance = (chosen, how) =>
    run(process.execPath, [program, 'conformance', ...options, ...chosen, '--', ...tool], how);
  if (process.getuid?.() === 0 && (await canRunWithoutRights(program))) {
    const cases = casesOfRoot.flatMap((pattern) => ['--case', pattern]);
    await conformance(given.length > 0 ? given : cases, { env });
    console.log('\nAs an unprivileged user:\n');
    await conformance(given, { ...withoutRights, env: { ...env, ...withoutRights.env } });
  } else {
    await conformance(given, { env });
  }
} catch (error) {
  process.exitCode = 1;
  console.error(`\n${error instanceof Error ? error.message : error}`);
} finally {
  await cloud?.close();
  rmSync(directory, { recursive: true, force: true });
}
