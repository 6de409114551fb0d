import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openChdb } from '../chdb.js';
import { shareMemory } from '../engine-memory.js';
import { createStoredEvent } from '../testing/stored-events.js';
import {
  dayOf,
  eventFingerprint,
  eventFingerprintSql,
  hashPerson,
  hashPersonSql,
  lossFingerprint,
  lossFingerprintSql,
  quarantineFingerprint,
  quarantineFingerprintSql,
} from './fingerprint.js';

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  engine = await openChdb(directory, shareMemory({ totalBytes: 2 ** 30, processors: 2 }));
});

afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

/** Evaluates an expression in the engine, with columns of these names. */
async function ask(sql: string, columns: Record<string, [value: unknown, type: string]>) {
  const names = Object.keys(columns);
  const result = await engine.reader.query({
    query: `SELECT toString(${sql}) AS answer FROM (SELECT ${names
      .map((name) => `{${name}:${columns[name]?.[1]}} AS ${name}`)
      .join(', ')})`,
    query_params: {
      person_key: 'key',
      ...Object.fromEntries(names.map((name) => [name, columns[name]?.[0]])),
    },
    format: 'JSONEachRow',
  });
  return (await result.json<{ answer: string }>())[0]?.answer;
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('', "it's", '\\', '\n\t', '\\N', '{x:String}', '"sent_at":"x",', 'ä\u0001'),
);

it('gives the same hashes in the engine and in JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(text, text, text, text),
      fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }),
      fc.nat(),
      fc.jsonValue({ maxDepth: 2 }),
      async ([project, event, invocation_id, insert_id], timestamp, sequence, json) => {
        const stored = createStoredEvent({
          ...{ project, event, invocation_id, insert_id, timestamp, sequence },
        });
        const columns: Record<string, [unknown, string]> = {
          project: [project, 'String'],
          event: [event, 'LowCardinality(String)'],
          invocation_id: [invocation_id, 'String'],
          insert_id: [insert_id, 'String'],
          sequence: [sequence, 'UInt64'],
        };
        const day = await ask('toDate(toUInt16(intDiv(timestamp, 86400000)))', {
          timestamp: [timestamp, 'Int64'],
        });
        expect(dayOf(timestamp)).toBe(Date.parse(day ?? '') / 86_400_000);
        expect(await ask(eventFingerprintSql, { ...columns, day: [day, 'Date'] })).toBe(
          String(eventFingerprint(stored)),
        );

        const body = JSON.parse(
          JSON.stringify({
            sent_at: '2026-11-29T12:00:00.000Z',
            list: [json, event],
            id: insert_id,
          }),
        );
        const problem = {
          ...{ project, insert_id, body, received_at: 1, index: 0, field: null, message: '' },
          code: 'event_too_large' as const,
        };
        const quarantine: Record<string, [unknown, string]> = {
          ...{ project: columns.project as [string, string], insert_id: [insert_id, 'String'] },
          code: ['event_too_large', 'String'],
          body: [JSON.stringify(body), 'String'],
        };
        const hash = quarantineFingerprint(problem);
        expect(await ask(quarantineFingerprintSql, quarantine)).toBe(String(hash));
        expect(
          quarantineFingerprint({
            ...problem,
            body: { ...body, sent_at: '2026-11-29T12:00:09.000Z' },
          }),
        ).toBe(hash);

        const loss: Record<string, [unknown, string]> = {
          ...{ project: columns.project as [string, string], batch_id: [insert_id, 'String'] },
        };
        expect(await ask(lossFingerprintSql, loss)).toBe(
          String(lossFingerprint(project, insert_id)),
        );
        expect(
          await ask(hashPersonSql('user_id'), { ...columns, user_id: [event, 'String'] }),
        ).toBe(hashPerson('key', project, event));
      },
    ),
    { numRuns: 50 },
  );
});

it('distinguishes rows that differ only in the sorting key', () => {
  const event = createStoredEvent();
  const others = [
    { event: 'Other' },
    { insert_id: 'other' },
    { sequence: 2 },
    { invocation_id: 'other' },
    { project: 'other' },
    { timestamp: event.timestamp + 86_400_000 },
  ].map((change) => eventFingerprint({ ...event, ...change }));
  const same = [
    { anonymous_id: 'other', user_id: 'other', distinct_id: 'other' },
    { received_at: 1, sent_at: null, properties: { step: 'other' } },
    { timestamp: event.timestamp + 1 },
  ].map((change) => eventFingerprint({ ...event, ...change }));
  expect(new Set([...others, ...same, eventFingerprint(event)]).size).toBe(others.length + 1);
});
