import { mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runNode } from '../fixtures/run-tool.js';
import { readAnonymousId } from './anonymous-id.js';
import { insertIdOf } from './insert-id.js';
import { makeDirectory } from './make-directory.js';
import { parseSpoolFileName } from './spool-file-name.js';
import { openSpoolWriter } from './spool-writer.js';

const invocationId = '0b3c9a52-6f0e-4a57-9a35-fffffffffffe';
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sonde-spool-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a disk that fills up in the middle of a line leaves no half line', () => {
  let full = false;
  const writer = openSpoolWriter({
    directory,
    invocationId,
    destination: '0'.repeat(14),
    makeDirectory,
    write(fd, text) {
      if (!full) return writeSync(fd, text);
      writeSync(fd, text.slice(0, 3));
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
  });
  expect(writer.append('{"a":1}\n', 1)).toBe(true);
  full = true;
  expect(writer.append('{"b":2}\n', 1)).toBe(false);
  full = false;
  expect(writer.append('{"c":3}\n', 1)).toBe(true);
  writer.seal();
  expect(writer.append('{"d":4}\n', 1)).toBe(false);
  const [name = ''] = readdirSync(directory);
  expect(readFileSync(join(directory, name), 'utf8')).toBe('{"a":1}\n{"c":3}\n');
  expect(parseSpoolFileName(name)).toMatchObject({ state: 'ready', events: 2, bytes: 16 });
});

test('other file names are not parsed as spool files', () => {
  for (const name of ['settings.json', 'x.ready.jsonl', '1_2_3.open.jsonl', '..jsonl', '']) {
    expect(parseSpoolFileName(name)).toBeUndefined();
  }
});

test('event ids are distinct UUIDs, and wrap around', () => {
  const ids = Array.from({ length: 100 }, (_, index) => insertIdOf(invocationId, index + 1));
  expect(new Set(ids).size).toBe(100);
  expect(ids[0]).toBe('0b3c9a52-6f0e-4a57-9a35-ffffffffffff');
  expect(ids[1]).toBe('0b3c9a52-6f0e-4a57-9a35-000000000000');
});

test('tools whose first runs start together get the same id', async () => {
  const path = new URL('../../dist/index.js', import.meta.url).href;
  const code = `
    const { createTelemetry } = await import(${JSON.stringify(path)});
    const catalog = { tool: 'x', events: { E: {} } };
    createTelemetry({ catalog, version: '1.0.0', endpoint: 'http://127.0.0.1:9' }).track('E');`;
  const environment = { PATH: process.env.PATH ?? '', X_TELEMETRY_DIR: join(directory, 'new') };
  await Promise.all(
    Array.from({ length: 12 }, () => runNode(['--input-type=module', '-e', code], environment)),
  );
  const spool = join(directory, 'new');
  const files = readdirSync(spool).filter((name) => name.endsWith('.ready.jsonl'));
  expect(files).toHaveLength(12);
  const ids = files.map(
    (name) => /"anonymous_id":"([^"]+)"/.exec(readFileSync(join(spool, name), 'utf8'))?.[1],
  );
  expect(new Set(ids).size).toBe(1);
  expect(readAnonymousId(spool, 'sonde http://127.0.0.1:9')).toBe(ids[0]);
});
