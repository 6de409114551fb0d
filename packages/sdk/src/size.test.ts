import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createTestHome, runNode } from './fixtures/run-tool.js';

const dist = new URL('../dist/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, dist));

describe('the published package', () => {
  test.each<[string, number]>([
    // Everything that a usual run loads.
    ['index.js', 29_900],
    ['self-contained.js', 56_400],
    ['sender.cjs', 16_600],
    ['catalog.js', 1_500],
    ['telemetry-commands/run-command.js', 16_700],
    ['project.js', 3_200],
    ['plain.js', 1_000],
    ...['cac', 'citty', 'clipanion', 'commander', 'oclif', 'yargs'].map(
      (name): [string, number] => [`${name}.js`, 3_200],
    ),
  ])('%s is at most %i bytes when compressed', (name, bytes) => {
    expect(gzipSync(read(name), { level: 9 }).length).toBeLessThanOrEqual(bytes);
  });

  const published = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.c?[jt]s$/.test(name),
  );

  test('no file creates code from text', () => {
    for (const name of published.filter((file) => !file.includes('.d.'))) {
      const text = read(name).toString('utf8');
      expect(text, name).not.toMatch(/\beval\b|\bFunction\(|node:vm|["'`]vm["'`]/);
    }
  });

  test('no file refers to another package', () => {
    for (const name of published) {
      // An example in a docstring shows the tool's own imports.
      const text = read(name)
        .toString('utf8')
        .replaceAll(/\/\*\*.*?\*\//gs, '');
      expect(text).not.toContain('@sonde/');
      for (const [, id] of text.matchAll(/\bfrom ?["']([^"']+)["']/g)) {
        expect(id, name).toMatch(/^(node:|\.\.?\/|sonde)/);
      }
    }
  });

  /** A run of a program that has imported `entry`, seen from inside: built-in modules loaded, files asked for. */
  async function watchRun(entry: URL, environment: Record<string, string>) {
    const code = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const asked = [];
      for (const name of ['openSync', 'readFileSync', 'writeFileSync', 'mkdirSync', 'renameSync', 'statSync', 'existsSync', 'readdirSync']) {
        const original = fs[name];
        fs[name] = (...parameters) => {
          if (typeof parameters[0] === 'string') asked.push(name + ' ' + parameters[0]);
          return original(...parameters);
        };
      }
      syncBuiltinESMExports();
      const before = new Set(process.moduleLoadList);
      const { createTelemetry } = await import(${JSON.stringify(entry.href)});
      const telemetry = createTelemetry({
        catalog: { tool: 'x', events: { E: {} } },
        version: '1.0.0',
        endpoint: 'http://127.0.0.1:9',
      });
      for (let count = 0; count < 5; count += 1) telemetry.track('E');
      process.on('exit', () => {
        const loaded = process.moduleLoadList.filter((name) => !before.has(name));
        console.log(JSON.stringify({ loaded, asked }));
      });`;
    const { stdout, stderr } = await runNode(['--input-type=module', '-e', code], {
      PATH: process.env.PATH ?? '',
      ...environment,
    });
    return { stderr, ...(JSON.parse(stdout) as { loaded: string[]; asked: string[] }) };
  }

  const heavy = /crypto|child_process|\bhttps?\b|\bnet\b|zlib|\btty\b|perf_hooks|\burl\b/;

  test('with telemetry off, it loads no module, and reads and creates no file', async () => {
    const home = createTestHome('http://127.0.0.1:9');
    try {
      const { loaded, asked } = await watchRun(new URL('index.js', dist), {
        HOME: home.path,
        DO_NOT_TRACK: '1',
      });
      // The path of the entry, which each telemetry looks up.
      expect(loaded.filter((name) => name.startsWith('NativeModule'))).toEqual([
        'NativeModule internal/modules/esm/initialize_import_meta',
      ]);
      expect(asked).toEqual([]);
      expect(readdirSync(home.path)).toEqual([]);
    } finally {
      home.remove();
    }
  });

  test('a usual run loads only the entry and no heavy module', async () => {
    const home = createTestHome('http://127.0.0.1:9');
    const environment = {
      HOME: home.path,
      X_TELEMETRY_DIR: home.spool,
      X_TELEMETRY_NOTICE: 'elsewhere',
    };
    try {
      // The first run creates the id.
      await watchRun(new URL('index.js', dist), environment);
      const alone = join(home.path, 'index.mjs');
      copyFileSync(new URL('index.js', dist), alone);
      const { loaded, asked, stderr } = await watchRun(pathToFileURL(alone), environment);
      expect(stderr).toBe('');
      // Each run has five events.
      expect(home.files().filter((name) => /_5_\d+_0\.ready\.jsonl$/.test(name))).toHaveLength(2);
      expect(loaded.join(' ')).not.toMatch(heavy);
      // The environments of the parent processes are read.
      const opened = asked.filter(
        (call) =>
          /^(open|readFile|write)/.test(call) && !/ \/proc\/\d+\/(environ|stat)$/.test(call),
      );
      expect(opened.filter((call) => !call.includes(home.spool))).toEqual([
        ...(process.platform === 'linux'
          ? ['readFileSync /proc/self/stat', 'readFileSync /proc/sys/kernel/random/uuid']
          : []),
      ]);
    } finally {
      home.remove();
    }
  });
});
