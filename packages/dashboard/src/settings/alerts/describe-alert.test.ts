import { expect, it } from 'vitest';
import { type AlertDraft, emptyDraft, toAlertBody } from './alert-draft.js';
import { describeCondition } from './describe-alert.js';

const draft = (part: Partial<AlertDraft>): AlertDraft => ({
  ...emptyDraft,
  ...{ name: ' Deploys ', url: ' https://example.org ' },
  ...part,
});

it.each<[Partial<AlertDraft>, string]>([
  [{}, 'The newest release of a tool got worse'],
  [{ tool: 'orbit' }, 'The newest release of orbit got worse'],
  [
    { kind: 'threshold', tool: 'orbit', command: 'orbit deploy', value: '29', windowHours: '1' },
    'Success rate of orbit deploy (orbit) below 29% in the last hour, with 20 runs or more',
  ],
  [
    { kind: 'threshold', measure: 'users', is: 'above', value: '12000', tool: 'orbit' },
    'Users of orbit above 12,000 in the last 24 hours',
  ],
  [
    {
      kind: 'threshold',
      measure: 'error_share',
      errorClass: 'timeout',
      value: '0.5',
      minRuns: '0',
    },
    'Share of runs with the error timeout below 0.5% in the last 24 hours',
  ],
  [
    { kind: 'threshold', measure: 'flow_completion', flow: 'deploy', minRuns: '1' },
    'Completion of deploy below 90% in the last 24 hours, with 1 run or more',
  ],
])('describes what the form creates: %o', (part, words) => {
  const body = toAlertBody(draft(part));
  expect(body).toMatchObject({ name: 'Deploys', channel: { url: 'https://example.org' } });
  expect(body && describeCondition(body.condition)).toBe(words);
});

it.each<Partial<AlertDraft>>([
  { name: ' ' },
  { url: '' },
  { url: 'example.org' },
  { url: 'ftp://example.org' },
  { url: 'https://' },
  { channel: 'email', to: ' , ' },
  { kind: 'threshold', value: '101' },
  { kind: 'threshold', value: '-1' },
  { kind: 'threshold', windowHours: '169' },
  { kind: 'threshold', windowHours: '0' },
  { kind: 'threshold', minRuns: '1.5' },
  { kind: 'threshold', measure: 'error_share' },
  { kind: 'threshold', measure: 'flow_completion' },
])('is not complete: %o', (part) => {
  expect(toAlertBody(draft(part))).toBeUndefined();
});

it('reads several e-mail addresses', () => {
  const body = toAlertBody(draft({ channel: 'email', to: 'ada@example.org, bob@example.org' }));
  expect(body?.channel).toEqual({ kind: 'email', to: ['ada@example.org', 'bob@example.org'] });
});
