import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatPropertyCondition,
  meetsCondition,
  type PropertyCondition,
  parsePropertyCondition,
} from './property-condition.js';

test.each<[string, PropertyCondition]>([
  ['plan:"pro"', { property: 'plan', is: 'value', value: 'pro' }],
  ['plan:', { property: 'plan', is: 'missing' }],
  ['plan:!["pro",1]', { property: 'plan', is: 'other', values: ['pro', 1] }],
  ['files:1', { property: 'files', is: 'value', value: 1 }],
  ['files:"1"', { property: 'files', is: 'value', value: '1' }],
  ['files:-1.5..2', { property: 'files', is: 'range', from: -1.5, to: 2 }],
  ['files:10..', { property: 'files', is: 'range', from: 10, to: null }],
  ['files:1e+21..', { property: 'files', is: 'range', from: 1e21, to: null }],
  ['cached:false', { property: 'cached', is: 'value', value: false }],
  ['options:{}', { property: 'options', is: 'value', value: {} }],
  ['"a:b":"c:d"', { property: 'a:b', is: 'value', value: 'c:d' }],
])('%s', (text, condition) => {
  expect(parsePropertyCondition(text)).toEqual(condition);
  expect(formatPropertyCondition(condition)).toBe(text);
});

test.each([
  ...['', 'plan', ':', ':"pro"', 'plan:pro', 'plan:null', 'plan:[1]', 'plan:{"a":1}', 'plan:!"a"'],
  ...['files:..2', 'files:a..b', 'files:1e999', 'files:1..1e999', 'plan:"\\ud800"', '"a:"b"'],
])('%j is no condition', (text) => {
  expect(parsePropertyCondition(text)).toBeNull();
});

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant({}),
);
const property = fc.string({ minLength: 1, unit: 'binary' });

test('every condition survives being written and read', () => {
  const conditions = fc.oneof(
    fc.record({ property, is: fc.constant('value' as const), value }),
    fc.record({ property, is: fc.constant('missing' as const) }),
    fc.record({ property, is: fc.constant('other' as const), values: fc.array(value) }),
  );
  fc.assert(
    fc.property(conditions, (condition) => {
      expect(parsePropertyCondition(formatPropertyCondition(condition))).toEqual(condition);
    }),
  );
});

test('values of other types differ, a list has the values of its entries', () => {
  const properties = { count: 1, text: '1', flags: ['a', null, 'b', 'a', { c: 1 }], nothing: null };
  const meets = (text: string) => {
    const condition = parsePropertyCondition(text);
    return condition !== null && meetsCondition(properties, condition);
  };
  expect(
    ['count:1', 'text:"1"', 'flags:"b"', 'flags:{}', 'nothing:', 'constructor:'].map(meets),
  ).toEqual(Array(6).fill(true));
  expect(
    ['count:"1"', 'text:1', 'count:', 'flags:', 'nothing:null', 'flags:"c"'].map(meets),
  ).toEqual(Array(6).fill(false));
  expect(meets('flags:!["a","b"]')).toBe(true);
  expect(meets('flags:!["a","b",{}]')).toBe(false);
  expect(['count:1..2', 'count:0..1', 'count:1..', 'text:0..9'].map(meets)).toEqual([
    ...[true, false, true, false],
  ]);
});
