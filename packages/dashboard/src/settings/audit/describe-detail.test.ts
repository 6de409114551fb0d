import { expect, it } from 'vitest';
import { describeDetail } from './describe-detail.js';

it.each<[string, Record<string, unknown>, string]>([
  ['setup.create', {}, ''],
  ['invitation.create', { administrator: false, roles: { orbit: 'member' } }, 'member of orbit'],
  ['invitation.create', { administrator: false, roles: {} }, ''],
  ['account.create', { administrator: true, roles: {} }, 'administrator of the server'],
  ['account.administrator', { administrator: true }, 'administrator of the server'],
  ['account.administrator', { administrator: false }, 'no longer administrator of the server'],
  ['account.rename', { name: 'Ada' }, '“Ada”'],
  ['member.set', { role: 'administrator', before: 'member' }, 'administrator, before member'],
  ['member.set', { role: 'member', before: null }, 'member, before none'],
  ['key.create', { kind: 'read', id: '15' }, 'read key, id 15'],
  ['project.rename', { title: 'Orbit' }, '“Orbit”'],
  ['project.retention', { months: 1, before: null }, 'kept for 1 month, before kept for ever'],
  [
    'project.expire',
    {
      before: '2025-11-01T00:00:00.000Z',
      events: 2,
      invocations: 1,
      quarantined: 0,
      loss_reports: 1,
    },
    '2 events, 1 loss report from before 1 Nov 2025',
  ],
  [
    'person.delete',
    { kind: 'user_id', refuse_later: true },
    'by user id, later events are refused, too',
  ],
  ['account.sign_in', { way: 'openid' }, 'with the sign-in provider'],
  ['later.act', { colour: 'red', depth: { a: 1 } }, 'colour red, depth {"a":1}'],
])('%s %j', (action, detail, words) => {
  expect(describeDetail(action, detail)).toBe(words);
});
