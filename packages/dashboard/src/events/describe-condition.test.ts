import { expect, test } from 'vitest';
import { describeCondition } from './describe-condition.js';

test.each([
  ['plan:"pro"', 'plan', 'pro'],
  ['plan:"1"', 'plan', '"1"'],
  ['plan:1', 'plan', '1'],
  ['plan:"true"', 'plan', '"true"'],
  ['plan:""', 'plan', '""'],
  ['plan:', 'plan', 'not set'],
  ['plan:!["pro","free"]', 'plan', 'not pro, free'],
  ['files:10..20', 'files', '10 to < 20'],
  ['files:0.5..', 'files', '0.5 or more'],
  ['options:{}', 'options', 'an object'],
  ['broken', 'Property', 'broken'],
])('%s', (text, label, value) => {
  expect(describeCondition(text)).toEqual({ label, value });
});
