import { expect, test } from 'vitest';
import { backlogFormatOf, backlogUrl } from './backlog.js';
import { destinationUrl } from './destination.js';
import { wireFormatOf } from './format-table.js';

test('Amplitude receives many old events at another path, in larger requests', () => {
  const batch = 'https://api2.amplitude.com/batch';
  expect(backlogUrl('amplitude', '')).toBe(batch);
  expect(backlogUrl('amplitude', 'https://api2.amplitude.com/2/httpapi')).toBe(batch);
  expect(backlogFormatOf('amplitude').maxBodyBytes).toBe(20_000_000);
});

test.each(['sonde', 'segment', 'posthog'] as const)('%s receives them as usual', (type) => {
  const endpoint = 'https://example.com';
  expect(backlogUrl(type, endpoint)).toBe(destinationUrl(type, endpoint));
  expect(backlogFormatOf(type)).toBe(wireFormatOf(type));
});

test('only requests to PostHog say that the events are old', () => {
  const context = { key: 'k', library: 'sonde/1', tool: 't', sentAt: '', meta: {} };
  for (const type of ['segment', 'posthog', 'amplitude'] as const) {
    const { body } = backlogFormatOf(type).encode([], { ...context, isBacklog: true });
    expect(body.includes('"historical_migration":true')).toBe(type === 'posthog');
    expect(wireFormatOf(type).encode([], context).body).not.toContain('historical');
  }
});
