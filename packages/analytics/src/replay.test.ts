import { expect, test } from 'vitest';
import { describeReplay, isReplayFailed, replayPages } from './replay.js';
import type { ReplayReport } from './responses.js';

const none = { accepted: 0, duplicates: 0, quarantined: 0, reasons: [], not_found: [] };
const code = 'event_property_undeclared';

test('pages add up, and reasons are merged, most frequent first', async () => {
  const pages: ReplayReport[] = [
    {
      ...{ accepted: 1, duplicates: 2, quarantined: 3, not_found: ['x'], next_cursor: 'second' },
      reasons: [
        { code, field: 'properties.a', events: 2 },
        { code: 'event_undeclared', field: 'event', events: 1 },
      ],
    },
    {
      ...{ accepted: 4, duplicates: 0, quarantined: 4, not_found: [], next_cursor: null },
      reasons: [
        { code: 'event_undeclared', field: 'event', events: 3 },
        { code, field: null, events: 1 },
      ],
    },
  ];
  const cursors: (string | null)[] = [];
  const result = await replayPages(async (cursor) => {
    cursors.push(cursor);
    return pages[cursors.length - 1] as ReplayReport;
  });
  expect(cursors).toEqual([null, 'second']);
  expect(result).toEqual({
    ...{ accepted: 5, duplicates: 2, quarantined: 7, not_found: ['x'] },
    reasons: [
      { code: 'event_undeclared', field: 'event', events: 4 },
      { code, field: 'properties.a', events: 2 },
      { code, field: null, events: 1 },
    ],
  });
  expect(describeReplay(result)).toEqual([
    '5 stored, 2 had been stored before, 7 stay quarantined.',
    '  4  event_undeclared           event',
    '  2  event_property_undeclared  properties.a',
    '  1  event_property_undeclared',
    'Not found; they may have been replayed or dropped: x',
  ]);
});

test('a long list of reasons is cut, and fields cannot control the terminal', () => {
  const reasons = Array.from({ length: 23 }, (_, index) => ({
    ...{ code, field: `properties.\u001b[${index}m`, events: 1 },
  }));
  const lines = describeReplay({ ...none, quarantined: 23, reasons });
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('  and 3 other reasons');
  expect(lines.join('')).not.toContain('\u001b');
});

test('a replay failed if events stay quarantined and none was stored', () => {
  expect(isReplayFailed(none)).toBe(false);
  expect(isReplayFailed({ ...none, quarantined: 2 })).toBe(true);
  expect(isReplayFailed({ ...none, quarantined: 2, accepted: 1 })).toBe(false);
  expect(isReplayFailed({ ...none, quarantined: 2, duplicates: 1 })).toBe(false);
});
