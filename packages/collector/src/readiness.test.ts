import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTestDirectory, startProcess } from './testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

test('it is ready only while events can be stored', async ({ skip }) => {
  const volume = directory.path('volume');
  mkdirSync(volume);
  const mount = (...args: string[]) => execFileSync('/bin/mount', args, { stdio: 'ignore' });
  try {
    mount('-t', 'tmpfs', '-o', 'size=128m', 'tmpfs', volume);
  } catch {
    skip('no file system can be mounted here');
  }
  try {
    const collector = await startProcess([
      ...['--data-dir', join(volume, 'data'), '--disk-floor', '40MB'],
    ]);
    const look = async () => {
      const response = await fetch(`${collector.url}/readyz`);
      return [response.status, ((await response.json()) as { code?: string }).code];
    };
    const poll = () => expect.poll(look);
    expect(await look()).toEqual([200, undefined]);
    // Less free space than the minimum.
    writeFileSync(join(volume, 'ballast'), Buffer.alloc(110_000_000));
    await poll().toEqual([503, 'disk_full']);
    writeFileSync(join(volume, 'ballast'), '');
    await poll().toEqual([200, undefined]);
    const metrics = await (await fetch(`${collector.url}/metrics`)).text();
    expect(metrics).toMatch(/^sonde_disk_floor_bytes 40000000$/m);
    await collector.stop();
  } finally {
    execFileSync('/bin/umount', ['-l', volume]);
  }
});
