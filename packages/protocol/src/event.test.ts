import { expect, test } from 'vitest';
import { flowRole } from './event.js';

test.each([
  ['CLI Auth Started', 'started'],
  ['CLI Auth Completed', 'completed'],
  ['CLI Auth Aborted', 'aborted'],
  ['CLI Auth Failed', 'failed'],
  ['CLI Auth Browser Opened', 'milestone'],
  ['CLI Auth Browser Failed', 'milestone'],
  ['CLI Auth', 'milestone'],
])('%s is %s of the flow with its prefix', (event, role) => {
  expect(flowRole(event, 'CLI Auth')).toBe(role);
});

test('without a prefix the last word decides', () => {
  expect(flowRole('CLI Auth Browser Failed', undefined)).toBe('failed');
  expect(flowRole('CLI Auth Callback Received', undefined)).toBe('milestone');
});
