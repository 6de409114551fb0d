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
  log.info('below the level');
  log.warn({ project: 'default' }, 'Something happened');
  log.error({ err: new Error('no \x1b[2J\x07 row') }, 'It failed');
  log.error(
    { err: 'said \x9b2J by the engine', fault: { '\x9d0;a\x9c': ['\u202e'] } },
    'It failed too',
  );
  log.error({ err: null, raw: { inner: new Error('\x9bm') } }, 'And again');
  const circle: { inner?: object } = {};
  circle.inner = circle;
  log.error({ circle }, 'In circles');
  closeSync(fd);
  return readFileSync(path, 'utf8');
}

test('is JSON without a terminal', async () => {
  const lines = (await write('pipe', false)).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, project: 'default', msg: 'Something happened' },
    { level: 50, err: { message: 'no \x1b[2J\x07 row' }, msg: 'It failed' },
    { level: 50, err: 'said \x9b2J by the engine', msg: 'It failed too' },
    { level: 50, err: null, msg: 'And again' },
    { level: 50, msg: 'In circles' },
  ]);
});

test('long text from clients is shortened', async () => {
  for (const isTTY of [false, true]) {
    const path = join(directory, `long-${isTTY}`);
    const fd = openSync(path, 'w');
    const log = await createLog('warn', { fd, isTTY });
    const long = 'x'.repeat(1_000_000);
    log.warn({ fault: long, [long]: long, err: new Error(long, { cause: new Error(long) }) }, 'It');
    log.warn({ list: Array.from({ length: 100_000 }, () => 'item') }, 'Many');
    closeSync(fd);
    expect(readFileSync(path, 'utf8').length).toBeLessThan(40_000);
  }
});

test('is text in a terminal, without control sequences', async () => {
  const text = await write('terminal', true);
  expect(text).toMatch(
    /^\[\d\d:\d\d:\d\d\] WARN: Something happened \{"project":"default"\}\n\[\d\d:\d\d:\d\d\] ERROR: It failed ?\n/,
  );
  expect(text).toContain('no \uFFFD[2J\uFFFD row');
  expect(text).toContain('said \uFFFD2J by the engine');
  expect(text).toContain('\uFFFD0;a\uFFFD');
  expect(text).toContain('And again');
  expect(text).toContain('In circles');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
  expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
});
