import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'sonde-deploy-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(root, 'deploy', name), 'utf8');
const verifier = '/usr/bin/systemd-analyze';

test.skipIf(!existsSync(verifier))('the units pass systemd-analyze verify', () => {
  const installed = '/opt/sonde/node_modules/.bin/sonde-collector';
  const unit = read('sonde-collector.service');
  expect(unit).toContain(`ExecStart=${installed} serve\n`);
  // It checks that the program exists, which is not installed there.
  const here = join(root, 'packages/collector/bin/sonde-collector.js');
  const service = join(directory, 'sonde-collector.service');
  const socket = join(directory, 'sonde-collector.socket');
  writeFileSync(service, unit.replace(installed, here));
  writeFileSync(socket, read('sonde-collector.socket'));
  const { status, stdout, stderr } = spawnSync(verifier, ['verify', service, socket], {
    encoding: 'utf8',
  });
  expect([stdout, stderr]).toEqual(['', '']);
  expect(status).toBe(0);
});
