// `npm run conformance [-- options of sonde conformance]`: orbit, with the service it talks to, must pass every case.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './workspace.mjs';

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
  await run(
    process.execPath,
    [
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
    ],
    { env },
  );
} catch (error) {
  process.exitCode = 1;
  console.error(`\n${error instanceof Error ? error.message : error}`);
} finally {
  await cloud?.close();
  rmSync(directory, { recursive: true, force: true });
}
