import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLog } from './create-log.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-log-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function write(name: string, isTTY: boolean): Promise<string> {
  const path = join(directory, name);
  const fd = openSync(path, 'w');
  const log = await createLog('warn', { fd, isTTY });
  log.info('not asked for');
  log.warn({ project: 'default' }, 'Something happened');
  log.error({ err: new Error('no \x1b[2J\x07 row') }, 'It failed');
  closeSync(fd);
  return readFileSync(path, 'utf8');
}

test('is JSON where nobody reads along', async () => {
  const lines = (await write('pipe', false)).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, project: 'default', msg: 'Something happened' },
    { level: 50, err: { message: 'no \x1b[2J\x07 row' }, msg: 'It failed' },
  ]);
});

test('is text at a terminal, without orders to it', async () => {
  const text = await write('terminal', true);
  expect(text).toMatch(
    /^\[\d\d:\d\d:\d\d\] WARN: Something happened \{"project":"default"\}\n\[\d\d:\d\d:\d\d\] ERROR: It failed ?\n/,
  );
  expect(text).toContain('no \uFFFD[2J\uFFFD row');
  expect(text).not.toContain('\x1b');
});
