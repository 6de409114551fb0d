import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the workspace, so that packages are found by their public names.
const directory = join(root, '.build', 'documents');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'packages'))
    .map((name) => join('packages', name, 'README.md'))
    .filter((path) => existsSync(join(root, path))),
];

/** The code blocks of a language in a text. */
function codeBlocks(text: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** Files that the examples import: the reader's own catalog, program and so on. */
const readersFiles = {
  'catalog.ts': `
import { defineCatalog, oneOf } from 'sonde/catalog';
export const catalog = defineCatalog({
  tool: 'orbit',
  consentVersion: 1,
  events: { 'Theme Chosen': { properties: { theme: oneOf('light', 'dark') } } },
});`,
  // The recipes' own.
  'telemetry.ts': codeBlocks(readFileSync(join(root, 'docs/recipes.md'), 'utf8'), 'ts')[0] ?? '',
};

/** Examples in the docstrings of a source file, with the imports that a reader would add. */
function docstringExamples(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const comments = [...text.matchAll(/^\/\*\*.*?\*\//gms)].map(([comment]) =>
    comment.replace(/^ \* ?/gm, ''),
  );
  const exported = [...text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(
    ([, name = '']) => ({ name, from: relative(directory, join(root, file)).replace(/ts$/, 'js') }),
  );
  const known = [
    ...exported,
    ...(file.startsWith('packages/store')
      ? []
      : [{ name: 'openEmbeddedStore', from: '@sonde/store' }]),
  ];
  return comments
    .flatMap((comment) => codeBlocks(comment, 'ts'))
    .map((code) => {
      const imports = known
        .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(code) && !code.includes('import {'))
        .map(({ name, from }) => `import { ${name} } from '${from}';\n`);
      const store =
        /\bstore\b/.test(code) && !/const store\b/.test(code)
          ? "declare const store: import('@sonde/store').Store;\n"
          : '';
      return `${imports.join('')}${store}${code}\nexport {};\n`;
    });
}

/** Source files of published packages, without tests. */
function publishedSources(): string[] {
  return ['protocol', 'analytics', 'destinations', 'store', 'collector', 'sdk', 'cli'].flatMap(
    (name) =>
      readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => join('packages', name, 'src', file)),
  );
}

test('every TypeScript example in the documents and the docstrings compiles', () => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const examples = documents.flatMap((document) =>
    codeBlocks(readFileSync(join(root, document), 'utf8'), 'ts').map((code) => ({
      document,
      code,
    })),
  );
  for (const document of publishedSources()) {
    for (const code of docstringExamples(document)) examples.push({ document, code });
  }
  expect(examples.length).toBeGreaterThan(0);
  for (const [name, code] of Object.entries(readersFiles))
    writeFileSync(join(directory, name), code);
  for (const [index, { document, code }] of examples.entries()) {
    const name = document.replace(/\W+/g, '-').toLowerCase();
    writeFileSync(join(directory, `${name}-${index + 1}.ts`), code);
  }
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

test('every link between the documents has a target', () => {
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

// Anyone can take a name that is not published: see CONTRIBUTING.md.
test('no document says to install a package of ours by name', () => {
  const ours = String.raw`(?:sonde|@sonde/[a-z]+|sonde-collector)(?:@\S+)?(?=[\s\`'"]|$)`;
  const byName = new RegExp(
    String.raw`(?:(?:npm|pnpm|yarn|bun) (?:install|i|add|exec|create)|npx|pnpx|bunx|dlx)(?: [^\s\`]+)*? ${ours}`,
    'gm',
  );
  expect('npm install --global sonde').toMatch(byName);
  const pages = readdirSync(join(root, 'packages/dashboard/src'), { recursive: true })
    .map((name) => join('packages/dashboard/src', String(name)))
    .filter((name) => /\.tsx?$/.test(name));
  const found = [...documents, ...pages].flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(byName)]
      .map(([words]) => words)
      // Things that are already installed, and never taken from the registry.
      .filter((words) => !words.startsWith('npx --no '))
      .map((words) => `${document}: ${words}`),
  );
  expect(found).toEqual([]);
});

describe('the program in the README', () => {
  const home = mkdtempSync(join(tmpdir(), 'sonde-readme-'));
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

  test('runs unchanged and records its events', () => {
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
