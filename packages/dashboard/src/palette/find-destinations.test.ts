import { expect, test } from 'vitest';
import { findDestinations } from './find-destinations.js';

const to = (label: string) => ({ key: label, label, address: label });
const groups = [
  { label: 'Pages', isAlwaysShown: true, destinations: [to('Overview'), to('Events')] },
  {
    label: 'Commands',
    isAlwaysShown: false,
    destinations: Array.from({ length: 20 }, (_, i) => to(`orbit deploy ${i}`)),
  },
];

test('without a query it shows the pages', () => {
  expect(findDestinations(groups, ' ')).toEqual([
    { label: 'Pages', found: [to('Overview'), to('Events')] },
  ]);
});

test('finds names that have every word, in any case and order, a few of each group', () => {
  const [commands, ...others] = findDestinations(groups, 'DEPLOY orb');
  expect(commands?.found.map(({ label }) => label)).toHaveLength(7);
  expect(others).toEqual([]);
  expect(findDestinations(groups, 'deploy 19')).toEqual([
    { label: 'Commands', found: [to('orbit deploy 19')] },
  ]);
  expect(findDestinations(groups, 'nothing')).toEqual([]);
});
