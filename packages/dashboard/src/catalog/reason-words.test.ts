import { expect, test } from 'vitest';
import { describeReason } from './reason-words.js';

test.each([
  ['event_undeclared', 'event', 'event not declared'],
  ['event_property_undeclared', 'properties.colour', 'property not declared: colour'],
  ['event_property_undeclared', 'properties.event', 'property not declared: event'],
  ['event_field_invalid', 'user_id', 'invalid field: user_id'],
  ['event_too_large', null, 'too large'],
  ['event_of_a_later_version', null, 'event_of_a_later_version'],
])('%s of %s is: %s', (code, field, words) => {
  expect(describeReason({ code, field })).toBe(words);
});
