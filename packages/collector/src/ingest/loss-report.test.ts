import { expect, test } from 'vitest';
import { createLossReport } from './loss-report.js';

test('losses are added up and logged once a minute', () => {
  let time = 0;
  const said: unknown[] = [];
  const report = createLossReport({
    log: (_message, details) => said.push(details),
    now: () => time,
  });
  const loss = (dropped: object) => ({ recorded: 5, sent: 3, dropped: { ...dropped } });
  report('default', loss({ age: 2 }));
  report('default', loss({ age: 1, size: 4 }));
  report('default', loss({}));
  expect(said).toEqual([{ project: 'default', dropped: { age: 2 } }]);
  time = 60_000;
  report('default', loss({ size: 1 }));
  expect(said[1]).toEqual({ project: 'default', dropped: { age: 1, size: 5 } });
});
