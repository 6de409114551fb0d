import { expect, test } from 'vitest';
import {
  joinProperties,
  renameOwnProperties,
  toId,
  toSentAt,
  toWireTime,
} from './client-values.js';

test.each([
  ['2026-11-20T12:00:00.000Z', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20T12:00:00', '2026-11-20T12:00:00Z'],
  ['2026-11-20 12:00:00.5', '2026-11-20T12:00:00.5Z'],
  [1_795_860_672_345, '2026-11-28T10:11:12.345Z'],
  [1_795_860_672, '2026-11-28T10:11:12.000Z'],
  ['1795860672345', '2026-11-28T10:11:12.345Z'],
  ['1795860672.5', '2026-11-28T10:11:12.500Z'],
  [null, undefined],
  ['', undefined],
  ['yesterday', 'yesterday'],
  [Number.MAX_VALUE, Number.MAX_VALUE],
  [{ at: 1 }, { at: 1 }],
])('the time %j is %j', (value, expected) => {
  expect(toWireTime(value)).toEqual(expected);
});

test('ids may be numbers', () => {
  expect([toId('a'), toId(7), toId(''), toId(null), toId(undefined)]).toEqual([
    'a',
    '7',
    undefined,
    undefined,
    undefined,
  ]);
  expect(toId({ id: 1 })).toEqual({ id: 1 });
});

test('a time of sending that cannot be read is none', () => {
  expect([toSentAt(1_795_860_672_345), toSentAt('yesterday'), toSentAt({}), toSentAt(7)]).toEqual([
    '2026-11-28T10:11:12.345Z',
    null,
    null,
    null,
  ]);
});

test('an event keeps its own properties beside what is known about it', () => {
  expect(joinProperties({ version: '1', a: 1 }, { version: '2', b: 2 })).toEqual({
    version: '1',
    a: 1,
    b: 2,
  });
  expect(joinProperties(null, { b: 2 })).toEqual({ b: 2 });
  expect(joinProperties('text', { b: 2 })).toBe('text');
});

test.each(['{"__proto__":{"a":1}}', '{"__proto__":{"a":1},"mp_lib":"x"}'])(
  'a forbidden name in %s is kept, so that the event is quarantined',
  (text) => {
    const renamed = renameOwnProperties(JSON.parse(text), 'mp_');
    expect(Object.hasOwn(renamed, '__proto__')).toBe(true);
    expect(Object.hasOwn(joinProperties(renamed, { b: 2 }) as object, '__proto__')).toBe(true);
  },
);
