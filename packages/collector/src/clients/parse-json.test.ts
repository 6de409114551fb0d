import { expect, test } from 'vitest';
import { eventsMax, parseJson, TooManyParts } from './parse-json.js';

test('JSON, and what is none', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect([parseJson('{"a"'), parseJson(undefined)]).toEqual([undefined, undefined]);
});

test.each([
  ['a list', '[', '{},', '{}]'],
  ['a deep list', '', '[', ''],
  ['a form', 'a=1', '&a', ''],
])('%s of too many parts is not parsed', (_what, head, part, tail) => {
  expect(() => parseJson(head + part.repeat(500_001) + tail)).toThrow(TooManyParts);
});

test('a list of too many events is cut after the first one too many', () => {
  const list = Array.from({ length: 30_000 }, (_, index) => index);
  expect(parseJson(JSON.stringify(list))).toHaveLength(eventsMax + 1);
  const { key, batch, short } = Object(
    parseJson(JSON.stringify({ key: 'k', batch: list, short: [1] })),
  );
  expect([key, batch.length, short]).toEqual(['k', eventsMax + 1, [1]]);
});
