import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runNode } from './fixtures/run-tool.js';

const dist = new URL('../dist/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, dist));

describe('what is published', () => {
  test.each<[string, number]>([
    ['index.js', 9_800],
    ['deferred.cjs', 8_000],
    ['self-contained.js', 24_000],
    ['catalog.js', 1_500],
    ['commands.js', 16_000],
    ['project.js', 1_500],
    ...['cac', 'citty', 'clipanion', 'commander', 'oclif', 'plain', 'yargs'].map(
      (name): [string, number] => [`${name}.js`, 2_000],
    ),
  ])('%s is at most %i bytes when compressed', (name, bytes) => {
    expect(gzipSync(read(name), { level: 9 }).length).toBeLessThanOrEqual(bytes);
  });

  test('no file refers to another package', () => {
    for (const name of readdirSync(dist)) {
      // An example in a docstring shows the tool's own imports.
      const text = read(name)
        .toString('utf8')
        .replaceAll(/\/\*\*.*?\*\//gs, '');
      expect(text).not.toContain('@sonde/');
      for (const [, id] of text.matchAll(/\bfrom ?["']([^"']+)["']/g)) {
        expect(id, name).toMatch(/^(node:|\.\/|sonde)/);
      }
    }
  });

  test('loading it, and running with telemetry off, loads nothing heavy and makes nothing', async () => {
    const code = `
      const before = new Set(process.moduleLoadList);
      const { createTelemetry } = await import(${JSON.stringify(new URL('index.js', dist).href)});
      const telemetry = createTelemetry({ catalog: { tool: 'x', events: { E: {} } }, version: '1.0.0' });
      telemetry.track('E');
      console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));`;
    const { stdout } = await runNode(['--input-type=module', '-e', code], {
      PATH: process.env.PATH ?? '',
      HOME: fileURLToPath(dist),
      DO_NOT_TRACK: '1',
    });
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded.join(' ')).not.toMatch(/crypto|child_process|\bhttps?\b|\bnet\b|zlib|\btty\b/);
  });
});
