import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { bin, root } from './workspace.mjs';

// Biome checks files in a separate tree, so that this one never contains a forbidden import.
const tree = mkdtempSync(join(tmpdir(), 'sonde-import-rules-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const forbidden = [
  ['packages/protocol', '@sonde/analytics'],
  ['packages/protocol', 'node:fs'],
  ['packages/analytics', '@sonde/store'],
  ['packages/analytics', 'node:fs'],
  ['packages/destinations', '@sonde/analytics'],
  ['packages/destinations', 'node:fs'],
  ['packages/sdk', '@sonde/store'],
  ['packages/sdk', '@sonde/analytics'],
  ['packages/store', '@sonde/collector'],
  ['packages/store', 'sonde'],
  ['packages/collector', 'sonde/catalog'],
  ['packages/dashboard', '@sonde/store'],
  ['packages/dashboard', '@sonde/collector'],
  ['packages/cli', '@sonde/store'],
  ['packages/cli', '@sonde/collector'],
  ['packages/cli', 'sonde/dist/sender.js'],
  ['examples/orbit', '@sonde/protocol'],
  ['packages/store', '@sonde/protocol/src/event.js'],
  ['packages/store', '../../../packages/protocol/src/event.js'],
];
const allowed = [
  ['packages/analytics', '@sonde/protocol'],
  ['packages/destinations', '@sonde/protocol'],
  ['packages/sdk', '@sonde/protocol'],
  ['packages/sdk', '@sonde/destinations'],
  ['packages/store', '@sonde/analytics'],
  ['packages/collector', '@sonde/store'],
  ['packages/collector', '@sonde/destinations'],
  ['packages/dashboard', '@sonde/analytics'],
  ['packages/collector', '@sonde/protocol/catalog-schema'],
  ['packages/cli', '@sonde/protocol'],
  ['packages/cli', '@sonde/protocol/catalog-schema'],
  ['packages/cli', 'sonde/catalog'],
  ['examples/orbit', 'sonde'],
];

async function lint(cases) {
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  config.vcs = { enabled: false };
  delete config.$schema;
  writeFileSync(join(tree, 'biome.json'), JSON.stringify(config));
  const files = cases.map(([folder, specifier], index) => {
    const file = join(folder, 'src', `import-${index}.ts`);
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, folder, 'package.json'), join(tree, folder, 'package.json'));
    writeFileSync(join(tree, file), `import '${specifier}';\n`);
    return file;
  });
  const args = [
    bin('@biomejs/biome', 'biome'),
    'lint',
    '--reporter=json',
    '--max-diagnostics=none',
    ...files,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree }).catch(
    (error) => error,
  );
  const { diagnostics } = JSON.parse(stdout);
  return files.map((file) =>
    diagnostics.some(
      ({ category, location }) =>
        category === 'lint/style/noRestrictedImports' && JSON.stringify(location).includes(file),
    ),
  );
}

test('imports that violate the layout are refused', async () => {
  const refused = await lint(forbidden);
  expect(forbidden.filter((_, index) => !refused[index])).toEqual([]);
});

test('imports within the layout are allowed', async () => {
  const refused = await lint(allowed);
  expect(allowed.filter((_, index) => refused[index])).toEqual([]);
});
