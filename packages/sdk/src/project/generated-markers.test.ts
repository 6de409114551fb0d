// Compares 1,000 generated markers, valid and invalid, with a YAML library.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlias, isMap, type Node, parseAllDocuments } from 'yaml';
import { initProject, readProject } from '../project.js';
import { createMarkerGenerator, field } from './fixtures/marker-generator.js';

const count = 1_000;

const isNo = (value: unknown): boolean =>
  !(
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'string' && /^(false|no|off)$/i.test(value))
  );

/** Unlike YAML, the library does not end a line at a lone carriage return. */
const parse = (text: string, version: '1.1' | '1.2') =>
  parseAllDocuments(text.replace(/\r\n?/g, '\n'), {
    version,
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });

/** Whether the library finds an opt-out in any document of a text, with either version of YAML. */
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

/** The values of a text; undefined if it is invalid. */
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

test(`${count} markers: off if the library finds an opt-out, and only the id is changed`, () => {
  const generate = createMarkerGenerator(12);
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
        // Byte for byte.
        expect(insertedText(bytes.toString('latin1'), after.toString('latin1')), named).toMatch(
          /^\s*(projectId:)? ?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/,
        );
        if (values !== undefined)
          expect(withoutIds(valuesOf(after.toString())), named).toEqual(withoutIds(values));
      } else expect(after, named).toEqual(bytes);
    } catch (error) {
      if ((error as Error).name === 'AssertionError') throw error;
      after = readFileSync(path);
      expect(after, named).toEqual(bytes);
    }
    expect(readdirSync(directory).sort(), named).toEqual(['.orbit.yaml', 'orbit.yaml']);
    expect(readFileSync(neighbour, 'utf8'), named).toBe(text);
  }
  // There are cases of every kind.
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
