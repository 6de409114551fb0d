// 1,000 markers made from a seed, valid YAML and broken, against a YAML library.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlias, isMap, type Node, parseAllDocuments } from 'yaml';
import { initProject, readProject } from '../project.js';

const count = 1_000;
const field = 'telemetryDisabled';

/** Numbers in [0, 1) from a seed: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function createRandom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Marker {
  text: string;
  bytes: Buffer;
}

function createGenerator(seed: number) {
  const random = createRandom(seed);
  const chance = (share: number) => random() < share;
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];

  const escaped = () =>
    [...field]
      .map((character) => {
        const code = character.charCodeAt(0).toString(16);
        if (!chance(0.15)) return character;
        return pick([`\\x${code}`, `\\u00${code}`, `\\U000000${code.toUpperCase()}`]);
      })
      .join('');
  const yes = () => pick(['true', 'True', 'TRUE', 'yes', 'Yes', 'on', 'y', '1']);
  const no = () => pick(['false', 'False', 'FALSE', 'no', 'off', '"false"', "'no'", '~', '']);
  const value = () =>
    pick<() => string>([
      yes,
      yes,
      no,
      () => `!!bool ${yes()}`,
      () => `&flag ${yes()}`,
      () => `"${yes()}"`,
      () => `'${yes()}'`,
      () => `\n  ${yes()}`,
      () => `\n\n    ${yes()}`,
      () => `>-\n  ${yes()}`,
      () => `${no()}\n  and more`,
      () => `\t${yes()}`,
      () => `[${yes()}]`,
      () => `{ a: ${yes()} }`,
    ])();
  const key = () =>
    pick<() => string>([
      () => field,
      () => field,
      () => `"${field}"`,
      () => `'${field}'`,
      () => `"${escaped()}"`,
      () => `!!str ${field}`,
      () => `&name ${field}`,
    ])();
  const comment = () =>
    chance(0.2) ? pick([' # for now', ' # it is', `\t# ${field}: true`, ' #', ' # "']) : '';
  const colon = () => pick([': ', ': ', ':  ', ' : ', ':\t']);
  const optOut = () =>
    pick<() => string>([
      () => `${key()}${colon()}${value()}${comment()}`,
      () => `${key()}${colon()}${value()}${comment()}`,
      () => `${key()}${colon()}${value()}${comment()}`,
      () => `? ${key()}\n: ${value()}`,
      () => `? "telemetry\\\n  Disabled"\n: ${yes()}`,
      () => `? |-\n  ${field}\n: ${yes()}`,
      () => `base: &base\n  ${field}: ${yes()}\n<<: *base`,
      () => `<<: { ${key()}: ${yes()} }`,
      () => `a: &k ${field}\n*k : ${yes()}`,
      () => `flag: &f ${yes()}\n${field}: *f`,
      () => `nested:\n  ${field}: ${yes()}`,
      () => `note: |\n  ${field}: ${yes()}`,
      () => `note: "a\n  ${field}: ${yes()}\n  b"`,
      () => `# ${field}: ${yes()}`,
      () => `  # don't set ${field}: ${yes()}`,
    ])();
  const other = () =>
    pick<() => string>([
      () => 'name: shop',
      () => 'projectId:',
      () => 'projectId: 0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90',
      () => `telemetryKeepFlushed: ${pick(['true', 'false'])}`,
      () => 'telemetryEndpoint: "https://example.com/x#y"',
      () => 'list:\n- 1\n-  two # of them',
      () => 'tree:\n  branch:\n    leaf: 1',
      () => "owner: Bob's shop",
      () => 'path: "a\\\\b"',
      () => 'text: |2\n   kept\n\n  lines',
      () => 'flow: { a: [1, 2], "b": c }',
      () => 'flow: [\n  1,\n  2\n]',
      () => 'date: 2026-11-30',
      () => '# a comment',
      () => '',
      () => 'caf\u00e9: \u2615',
      () => 'odd: a\u2028b',
    ])();
  const block = () => {
    const lines = Array.from({ length: Math.floor(random() * 5) }, other);
    if (chance(0.8)) lines.splice(Math.floor(random() * (lines.length + 1)), 0, optOut());
    if (chance(0.15)) lines.push(optOut());
    return lines.join('\n');
  };
  const flow = () => {
    const trick = `{ a: "x\n# y", ${field}: ${yes()} }`;
    const twoKinds = `{ a: "'", b: 'x\n# y', ${field}: ${yes()} }`;
    const open = `{\n${field}: ${pick(['no', 'off'])}\nway\n}`;
    const usual = `{ "name": "a # b",${pick([' ', '\n  '])}"${escaped()}": ${yes()} }`;
    return pick([usual, usual, `{${key()}: ${value()}}`, trick, twoKinds, open]);
  };
  const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');
  const broken = (text: string) => {
    const at = Math.floor(random() * (text.length + 1));
    const characters = pick([
      '"',
      "'",
      '{',
      '}',
      '\t',
      ':',
      '- ',
      '&',
      '*',
      '|',
      '%',
      '\0',
      '[',
      '#',
    ]);
    return chance(0.4)
      ? text.slice(0, at) + text.slice(at + 1)
      : text.slice(0, at) + characters + text.slice(at);
  };
  const document = () => {
    let text = chance(0.2) ? flow() : block();
    if (chance(0.1)) text = indent(text);
    if (chance(0.15)) text = `---\n${text}`;
    if (chance(0.05)) text = `%YAML ${pick(['1.1', '1.2'])}\n---\n${text}`;
    if (chance(0.05)) text = `--- |\n${indent(text)}`;
    if (chance(0.08)) text += `\n---\n${block()}`;
    if (chance(0.05)) text += '\n...';
    return chance(0.85) ? `${text}\n` : text;
  };

  return (): Marker => {
    let text = document();
    if (chance(0.3)) text = broken(text);
    const lineEnd = pick(['\n', '\n', '\n', '\r\n', '\r']);
    text = text.replaceAll('\n', lineEnd);
    const mark = chance(0.3) ? '\uFEFF' : '';
    const encode = pick<(all: string) => Buffer>([
      (all) => Buffer.from(all, 'utf8'),
      (all) => Buffer.from(all, 'utf8'),
      (all) => Buffer.from(all, 'utf8'),
      (all) => Buffer.from(all, 'utf16le'),
      (all) => Buffer.from(all, 'utf16le').swap16(),
    ]);
    return { text, bytes: encode(mark + text) };
  };
}

const isNo = (value: unknown): boolean =>
  !(
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'string' && /^(false|no|off)$/i.test(value))
  );

/** The library does not end a line at a lone carriage return, as YAML does. */
const parse = (text: string, version: '1.1' | '1.2') =>
  parseAllDocuments(text.replace(/\r\n?/g, '\n'), {
    version,
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });

/** Whether the library reads a no in any document of a text, under either version of YAML. */
function libraryReadsNo(text: string): boolean {
  for (const version of ['1.1', '1.2'] as const) {
    const documents = parse(text, version);
    for (const document of Array.isArray(documents) ? documents : []) {
      const resolve = (node: unknown): unknown =>
        (isAlias(node) ? node.resolve(document) : (node as Node | null))?.toJS(document);
      try {
        const { contents } = document;
        const pairs = isMap(contents) ? contents.items : [];
        if (pairs.some(({ key, value }) => resolve(key) === field && isNo(resolve(value)))) {
          return true;
        }
        const all: unknown = document.toJS();
        if (typeof all === 'object' && all !== null && isNo(Object(all)[field])) return true;
      } catch {
        // It has no value.
      }
    }
  }
  return false;
}

/** The values of a text; undefined when it is not valid. */
function valuesOf(text: string): unknown {
  const documents = parse(text, '1.2');
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) {
    return undefined;
  }
  try {
    return documents.map((document) => document.toJS());
  } catch {
    return undefined;
  }
}

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sonde-markers-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test(`${count} markers: telemetry is never on where the library reads a no`, () => {
  const generate = createGenerator(12);
  let refusals = 0;
  let valid = 0;
  let on = 0;
  let completed = 0;
  for (let number = 0; number < count; number += 1) {
    const { text, bytes } = generate();
    const directory = join(root, String(number));
    mkdirSync(directory);
    const path = join(directory, '.orbit.yaml');
    const neighbour = join(directory, 'orbit.yaml');
    writeFileSync(path, bytes);
    writeFileSync(neighbour, text);
    const marker = readProject({ tool: 'orbit', directory });
    const values = valuesOf(text);
    const named = JSON.stringify(text);
    if (libraryReadsNo(text)) {
      refusals += 1;
      expect(marker?.telemetryDisabled, named).toBe(true);
    }
    if (values !== undefined) valid += 1;
    if (marker?.telemetryDisabled === false) on += 1;
    else if (marker?.problem === undefined) expect(text, named).toMatch(/telemetry|\\/);
    expect(readFileSync(path), named).toEqual(bytes);

    let after = bytes;
    try {
      const { created } = initProject({ tool: 'orbit', directory });
      after = readFileSync(path);
      if (created) {
        completed += 1;
        expect(insertedText(bytes.toString(), after.toString()), named).toMatch(
          /^\s*(projectId:)? ?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/,
        );
        if (values !== undefined)
          expect(withoutIds(valuesOf(after.toString())), named).toEqual(withoutIds(values));
      }
    } catch (error) {
      if ((error as Error).name === 'AssertionError') throw error;
      after = readFileSync(path);
      expect(after, named).toEqual(bytes);
    }
    expect(readdirSync(directory).sort(), named).toEqual(['.orbit.yaml', 'orbit.yaml']);
    expect(readFileSync(neighbour, 'utf8'), named).toBe(text);
  }
  // The cases are of every kind.
  expect(refusals).toBeGreaterThan(count / 4);
  expect(valid).toBeGreaterThan(count / 2);
  expect(valid).toBeLessThan(count * 0.95);
  expect(on).toBeGreaterThan(count / 20);
  expect(completed).toBeGreaterThan(count / 20);
});

/** The text that was inserted; undefined if anything else was changed. */
function insertedText(before: string, after: string): string | undefined {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  const inserted = after.slice(start, after.length - (before.length - start));
  return before.slice(0, start) + inserted + before.slice(start) === after ? inserted : undefined;
}

function withoutIds(values: unknown): unknown {
  if (!Array.isArray(values)) return values;
  return (values.length === 0 ? [{}] : values).map((value) => {
    const { projectId: _, ...rest } = Object(value);
    return rest;
  });
}
