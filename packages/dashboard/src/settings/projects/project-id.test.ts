import { expect, it } from 'vitest';
import { projectIdPattern, suggestProjectId } from './project-id.js';

it.each([
  ['Orbit', 'orbit'],
  ['Orbit for Teams (2)', 'orbit-for-teams-2'],
  ['  Ärger über Öl ', 'arger-uber-ol'],
  ['--_x_-', 'x_'],
  ['<b>bold</b>', 'b-bold-b'],
  ['月', ''],
  ['', ''],
])('%j becomes %j', (title, id) => {
  expect(suggestProjectId(title)).toBe(id);
});

it('always returns a valid id, however long the title', () => {
  expect(suggestProjectId(`${'a'.repeat(62)} ${'b'.repeat(66)}`)).toMatch(projectIdPattern);
});
