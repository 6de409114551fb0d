import { expect, it } from 'vitest';
import { type DetailPart, describeDetail } from './describe-detail.js';

it.each<[string, Record<string, unknown>, (string | DetailPart)[]]>([
  ['setup.create', {}, []],
  ['invitation.create', { administrator: false, roles: { orbit: 'member' } }, ['member of orbit']],
  ['invitation.create', { administrator: false, roles: {} }, []],
  ['account.create', { administrator: true, roles: {} }, ['server administrator']],
  ['account.administrator', { administrator: true }, ['server administrator']],
  ['account.administrator', { administrator: false }, ['no longer server administrator']],
  ['account.sign_in', { way: 'openid' }, ['with the sign-in provider']],
  ['account.sign_out', { everywhere: false }, []],
  ['member.set', { role: 'administrator', before: 'member' }, ['administrator', 'before: member']],
  ['member.remove', { role: null, before: 'member' }, ['before: member']],
  ['key.create', { kind: 'read', id: '15' }, ['read key', { words: 'id', value: '15' }]],
  [
    'project.undeclared',
    { policy: 'quarantine', before: 'accept' },
    ['undeclared events are quarantined', 'previously accepted'],
  ],
  [
    'project.retention',
    { months: 1, before: null },
    ['kept for 1 month, previously kept for ever'],
  ],
  [
    'project.expire',
    { before: '2025-11-01T00:00:00.000Z', events: 2, quarantined: 0, loss_reports: 1 },
    ['2 events, 1 loss report from before 1 Nov 2025'],
  ],
  [
    'person.delete',
    { kind: 'user_id', refuse_later: true },
    ['by user id', 'later events are refused too'],
  ],
  ['events.export', { from: '2026-01-01', to: null }, [{ words: 'from', value: '2026-01-01' }]],
])('%s %j', (action, detail, parts) => {
  expect(describeDetail(action, detail)).toEqual(
    parts.map((part) => (typeof part === 'string' ? { words: part } : part)),
  );
});

it('separates user text and unknown values from its own words', () => {
  const title = 'x, server administrator';
  expect(describeDetail('project.rename', { title })).toEqual([{ words: 'title', value: title }]);
  const unknown = { depth: { a: 1 } };
  expect(describeDetail('later.act', unknown)).toEqual([{ words: 'depth', value: { a: 1 } }]);
});
