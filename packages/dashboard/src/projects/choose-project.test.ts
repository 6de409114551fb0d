import { expect, it } from 'vitest';
import type { SessionProject } from '../api/team.js';
import { chooseProject } from './choose-project.js';

const project = (id: string, archived = false): SessionProject => ({
  id,
  title: id,
  role: 'member',
  archived,
  declared: false,
});
const projects = [project('old', true), project('orbit'), project('luna')];

it.each([
  ['luna', 'luna'],
  ['orbit', 'orbit'],
  [null, 'orbit'],
  ['gone', 'orbit'],
  ['old', 'orbit'],
])('with %s last used, %s is chosen', (last, chosen) => {
  expect(chooseProject(projects, last)?.id).toBe(chosen);
});

it('shows an archived project if there is no other', () => {
  expect(chooseProject([project('old', true)], null)?.id).toBe('old');
  expect(chooseProject([], 'old')).toBeUndefined();
});
