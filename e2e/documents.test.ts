import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the workspace, so that packages are found by their public names.
const directory = join(root, '.build', 'documents');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** The code blocks of a language in a text. */
function codeBlocks(text: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

test('every TypeScript example in the documents compiles', () => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const files: string[] = [];
  for (const document of documents) {
    for (const [index, code] of codeBlocks(
      readFileSync(join(root, document), 'utf8'),
      'ts',
    ).entries()) {
      const file = join(directory, `${basename(document, '.md').toLowerCase()}-${index + 1}.ts`);
      writeFileSync(file, code);
      files.push(file);
    }
  }
  expect(files.length).toBeGreaterThan(0);
  writeFileSync(
    join(directory, 'tsconfig.json'),
    JSON.stringify({
      extends: relative(directory, join(root, 'tsconfig.base.json')),
      compilerOptions: {
        composite: false,
        declaration: false,
        noEmit: true,
        noUnusedLocals: false,
        types: ['node'],
      },
      include: ['*.ts'],
    }),
  );
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', directory],
    { encoding: 'utf8' },
  );
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('every link between the documents leads somewhere', () => {
  const dead: string[] = [];
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (target === undefined || /^https?:/.test(target)) continue;
      try {
        readFileSync(join(root, dirname(document), target));
      } catch {
        dead.push(`${document}: ${target}`);
      }
    }
  }
  expect(dead).toEqual([]);
});

describe('the program in the README', () => {
  const home = mkdtempSync(join(tmpdir(), 'sonde-readme-'));
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

  test('runs as it stands and records its events', () => {
    const [code = ''] = codeBlocks(readFileSync(join(root, 'README.md'), 'utf8'), 'ts');
    mkdirSync(directory, { recursive: true });
    const program = join(directory, 'readme.mjs');
    writeFileSync(program, code);
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [program, ...args], {
        env: { PATH: process.env.PATH, HOME: home, XDG_STATE_HOME: join(home, 'state') },
        encoding: 'utf8',
      });
    expect(run('theme')).toBe('');
    const spool = join(home, 'state', 'lantern', 'telemetry');
    const events = readdirSync(spool)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readFileSync(join(spool, name), 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .filter((record) => record.event !== undefined);
    expect(events.map(({ event }) => event)).toEqual([
      'Command Invoked',
      'Theme Chosen',
      'Command Completed',
    ]);
    expect(events[1].properties).toMatchObject({ theme: 'dark', command: 'lantern theme' });
  });
});
