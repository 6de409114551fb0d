import { expect, it } from 'vitest';
import type { Session, SessionProject } from '../api/team.js';
import { accessTo, settingsPages } from './settings-pages.js';

const project = (role: SessionProject['role']): SessionProject => ({
  id: 'orbit',
  title: 'Orbit',
  role,
  archived: false,
  declared: false,
});

const session = (account: Session['account']): Session => ({
  mode: account === null ? 'open' : 'accounts',
  account,
  projects: [],
  sign_in: { password: true, openid: null, needs_setup: false },
});

const person = { id: 'a', email: 'ada@example.org', name: 'Ada', administrator: false };
const allowed = (who: Session, role?: SessionProject['role']) =>
  settingsPages
    .filter(({ to }) => accessTo(to, who, role && project(role)) === 'allowed')
    .map(({ label }) => label);

it('shows a member only the forwarders and their account', () => {
  expect(allowed(session(person), 'member')).toEqual(['Forwarders', 'Account']);
  expect(allowed(session(person))).toEqual(['Account']);
});

it('shows a project administrator the settings of the project', () => {
  expect(allowed(session(person), 'administrator')).toEqual([
    'Keys',
    'People',
    'Retention',
    'Undeclared events',
    'Forwarders',
    'Alerts',
    'Data of a person',
    'Projects',
    'Audit log',
    'Account',
  ]);
});

it('shows a server administrator everything', () => {
  const administrator = session({ ...person, administrator: true });
  expect(allowed(administrator, 'administrator')).toHaveLength(settingsPages.length);
});

it('without accounts, shows everything except people, with the reason', () => {
  const open = session(null);
  expect(allowed(open, 'administrator')).not.toContain('People');
  expect(allowed(open, 'administrator')).toContain('Projects');
  expect(accessTo('/settings/people', open, project('administrator'))).toBe('accounts_needed');
});
