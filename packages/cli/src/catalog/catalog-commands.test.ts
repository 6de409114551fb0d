import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainCatalog } from '@sonde/protocol/catalog-schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSonde } from '../fixtures/run-sonde.js';

// Inside the workspace, so that its modules can import `sonde/catalog`.
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(fileURLToPath(new URL('../../.test-catalogs-', import.meta.url)));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

const source = (tool: string) => `
import { boolean, defineCatalog, oneOf } from 'sonde/catalog';
export const other = 1;
export const catalog = defineCatalog({
  tool: '${tool}',
  consentVersion: 2,
  events: { 'Theme | Chosen': { description: 'To learn\\nwhich.', properties: { theme: oneOf('light', 'dark') } } },
  flows: { deploy: { title: 'Deploy', eventPrefix: 'Lantern Deploy', steps: ['build'], completed: { dry: boolean() } } },
});
`;

describe('sonde catalog', () => {
  test.each(['ts', 'mts', 'mjs', 'js'])('loads a module in .%s', async (extension) => {
    const typed = extension.endsWith('ts') ? "const colour: string = 'red';\n" : '';
    const path = write(`catalog.${extension}`, typed + source(`lantern-${extension}`));
    const { code, stdout, stderr } = await runSonde(['catalog', 'check', path]);
    expect(stdout).toMatch(
      new RegExp(`^The catalog of lantern-${extension} is valid: 1 event, 1 flow, consent`),
    );
    expect(stderr).toContain('no description: Theme | Chosen: theme\n');
    expect(code).toBe(0);
  });

  test('a TypeScript catalog can import its own modules by their .js names', async () => {
    write('plans.ts', "export const plans = ['free', 'pro'] as const;\n");
    const path = write(
      'split.ts',
      `import { defineCatalog, oneOf } from 'sonde/catalog';
import { plans } from './plans.js';
export default defineCatalog({ tool: 'split', invocationProperties: { plan: oneOf(...plans) } });
`,
    );
    const { code, stdout } = await runSonde(['catalog', 'json', path]);
    expect(code).toBe(0);
    const json = JSON.parse(stdout);
    expect(explainCatalog(json)).toBeUndefined();
    expect(json.invocation_properties.plan.values).toEqual(['free', 'pro']);
  });

  test('writes the JSON form and the document, and reports stale files', async () => {
    const path = write('written.ts', source('lantern'));
    const json = join(directory, 'catalog.json');
    const document = join(directory, 'TELEMETRY.md');
    expect((await runSonde(['catalog', 'json', path, '--out', json])).code).toBe(0);
    expect(await runSonde(['catalog', 'docs', path, '--out', document])).toEqual({
      code: 0,
      stdout: '',
      stderr: `Wrote ${document}.\n`,
    });
    const text = readFileSync(document, 'utf8');
    expect(text).toContain('# Telemetry of lantern\n');
    expect(text).toContain('### Theme | Chosen\n\nTo learn\nwhich.\n');
    expect(text).toContain('| `theme` | `light`, `dark` |  |\n');
    expect(text).toContain('`LANTERN_TELEMETRY=off`');
    expect(text).toContain('version 2 of the collected data');
    expect(text).not.toContain('Command Rejected');
    expect(text).toContain('`lantern telemetry disable`');
    const typed = ['--command-prefix', 'lantern telemetry:'];
    const other = await runSonde(['catalog', 'docs', path, '--out', '-', ...typed]);
    for (const name of ['disable', 'status', 'log', 'delete']) {
      expect(other.stdout).toContain(`\`lantern telemetry:${name}\``);
    }
    expect(other.stdout).not.toContain('lantern telemetry ');
    for (const arguments_ of [
      ['catalog', 'docs', json, '--out', document, '--check'],
      ['catalog', 'json', path, '--out', json, '--check'],
    ]) {
      expect((await runSonde(arguments_)).code).toBe(0);
    }
    const refusing = write(
      'refusing.json',
      JSON.stringify({ ...JSON.parse(readFileSync(json, 'utf8')), usage_errors: true }),
    );
    const refused = join(directory, 'REFUSED.md');
    await runSonde(['catalog', 'docs', refusing, '--out', refused]);
    expect(readFileSync(refused, 'utf8')).toContain(
      '| `Command Rejected` | the arguments were refused',
    );
    writeFileSync(path, source('lantern').replace("'dark'", "'dark', 'grey'"));
    const stale = await runSonde(['catalog', 'docs', path, '--out', document, '--check']);
    expect(stale.code).toBe(1);
    expect(stale.stderr).toMatch(/^sonde: file_stale: /);
    const diff = await runSonde(['catalog', 'diff', json, path, '-o', 'json']);
    expect(diff.code).toBe(1);
    expect(diff.stderr).toMatch(/^sonde: consent_version_not_raised: /);
    expect(JSON.parse(diff.stdout)).toMatchObject({
      verdict: 'consent_version_not_raised',
      changes: [{ effect: 'widened', name: 'Theme | Chosen: theme' }],
    });
    expect((await runSonde(['catalog', 'diff', path, path])).code).toBe(0);
  });

  test.each([
    ['nothing.ts', undefined, 'file_not_readable'],
    ['torn.json', '{', 'catalog_not_loadable'],
    ['throws.ts', "throw new Error('no');", 'catalog_not_loadable'],
    ['empty.ts', 'export const x = 1;', 'catalog_not_exported'],
    ['shape.json', '{"format":1,"tool":"x"}', 'catalog_invalid'],
    [
      'definition.mjs',
      "export const catalog = { tool: 'x', events: { X: { properties: { y: 1 } } } };",
      'catalog_invalid',
    ],
    [
      'reserved.mjs',
      "export const catalog = { tool: 'x', events: { 'Command Invoked': {} } };",
      'catalog_invalid',
    ],
    ...[
      "invocationProperties: { sequence: { type: 'boolean' } }",
      "invocationProperties: { succeeded: { type: 'boolean' } }",
      "invocationProperties: { reason: { type: 'boolean' } }",
      "events: { E: { properties: { version: { type: 'boolean' } } } }",
      "commands: { 'x y': { arguments: { exit_code: { type: 'enum', values: ['a'] } } } }",
      "flows: { f: { title: 'F', eventPrefix: 'F', steps: [], reasons: ['vanished'] } }",
      "flows: { f: { title: 'F', eventPrefix: 'F', steps: [], aborted: { step: { type: 'boolean' } } } }",
    ].map((text, index): [string, string, string] => [
      `reserved-${index}.mjs`,
      `export const catalog = { tool: 'x', ${text} };`,
      'catalog_invalid',
    ]),
  ])('%s is refused with an error code', async (name, text, code) => {
    const path = text === undefined ? join(directory, name) : write(name, text);
    const end = await runSonde(['catalog', 'check', path]);
    expect(end.stderr).toMatch(new RegExp(`^sonde: ${code}: `));
    expect([end.code, end.stdout]).toEqual([1, '']);
  });

  test('a usage error exits with 2, help and version with 0', async () => {
    expect((await runSonde(['catalog', 'burn'])).code).toBe(2);
    expect((await runSonde(['catalog', 'check'])).code).toBe(2);
    expect((await runSonde(['catalog', 'json', 'x.json', '--check'])).code).toBe(2);
    expect((await runSonde(['--help'])).code).toBe(0);
    expect((await runSonde(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
