import { expect, test } from 'vitest';
import { describeView, linkOfView } from './describe-view.js';
import { viewAddress } from './view-address.js';

test('an address has no project and no zone, and does not depend on the order of its parameters', () => {
  const search = { version: ['2', '1'], range: '7d', project: 'tools', zone: 'Asia/Tokyo' };
  const { range, ...others } = search;
  const address = '/flows/a%20b?range=7d&version=2&version=1';
  expect(viewAddress('/flows/a%20b', search)).toBe(address);
  expect(viewAddress('/flows/a%20b', { ...others, range })).toBe(address);
  expect(viewAddress('/flows/a b', search)).toBe(address);
  expect(viewAddress('/', { project: 'tools' })).toBe('/');
});

test('a view opens in the project and the zone of its viewer', () => {
  const link = linkOfView('/errors?range=7d&version=1.0&sort=-runs', {
    project: 'tools',
    zone: 'Asia/Tokyo',
  });
  expect(link).toEqual({
    to: '/errors',
    search: { range: '7d', version: '1.0', sort: '-runs', project: 'tools', zone: 'Asia/Tokyo' },
  });
  expect(linkOfView('/', {})).toEqual({ to: '/', search: {} });
});

test.each([
  ['/', { page: 'Overview', choices: ['Last 30 days'] }],
  [
    '/flows/create%2Fapp?range=7d&version=1&version=2&is_ci=false&ci_name=',
    {
      page: 'Flows: create/app',
      choices: ['Last 7 days', 'Version: 1, 2', 'CI vendor: no CI vendor', 'Outside CI'],
    },
  ],
  ['/commands/%E0%A4', { page: 'Commands: %E0%A4', choices: ['Last 30 days'] }],
  [
    '/invocations?flow=create&flow_outcome=failed&sort=-started',
    { page: 'Invocations', choices: ['Last 30 days', 'Flow: create', 'Outcome: failed'] },
  ],
  [
    '/funnels?step=A&step=B&per=person',
    { page: 'Funnels', choices: ['Last 30 days', 'step: A, B', 'per: person'] },
  ],
  ['/later', { page: 'later', choices: ['Last 30 days'] }],
])('%s in words', (address, words) => {
  expect(describeView(linkOfView(address, {}))).toEqual(words);
});
