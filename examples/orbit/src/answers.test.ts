import { expect, test } from 'vitest';
import {
  readAccount,
  readApplication,
  readApplications,
  readPlans,
  readRegions,
} from './answers.js';

const plan = {
  id: 'tmpl_free_2024',
  tier: 'free',
  name: 'Free',
  price_cents: 0,
  currency: 'USD',
  billing_required: false,
  terms: { version: '2024-06', url: 'https://orbit.example/terms' },
};

test('the free tier is `free`, whatever the name of its template', () => {
  const paid = { ...plan, id: 'pro', tier: 'paid' };
  const read = readPlans({ plans: [plan, { ...plan, id: 'tmpl_gratis' }, paid] });
  expect(read.map(({ id, templateId }) => [id, templateId])).toEqual([
    ['free', 'tmpl_free_2024'],
    ['free', 'tmpl_gratis'],
    ['pro', 'pro'],
  ]);
  const application = { id: 'app_1', name: 'a', region: 'eu-1', created_at: '2026-01-01' };
  expect(readApplication({ ...application, plan_id: 'tmpl_free_2031' }).plan).toBe('free');
  expect(readApplication({ ...application, plan_id: 'pro' }).plan).toBe('pro');
});

test.each([
  [readPlans, { plans: [{ ...plan, price_cents: '0' }] }],
  [readPlans, { plans: [{ ...plan, currency: 'dollars' }] }],
  [readPlans, { plans: [{ ...plan, name: 'Free\u001b[2J' }] }],
  [readPlans, { plans: {} }],
  [readPlans, { plans: [] }],
  [readRegions, { regions: [] }],
  [readPlans, []],
  [readAccount, { user_id: 'user_1', name: 'Ada' }],
  [readAccount, { user_id: 'user_1', name: 'Ada', billing: { active: 'yes', url: '' } }],
  [readApplications, { applications: [null] }],
  [readApplications, 'applications'],
])('%o refuses %j', (read, body) => {
  expect(() => read(body)).toThrow(TypeError);
});
