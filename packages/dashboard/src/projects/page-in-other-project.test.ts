import { expect, it } from 'vitest';
import { pageInOtherProject } from './page-in-other-project.js';

it.each([
  ['/', '/'],
  ['/flows', '/flows'],
  ['/flows/application_create', '/flows'],
  ['/invocations/0b8e', '/invocations'],
  ['/settings/keys', '/settings/keys'],
])('%s becomes %s', (path, other) => {
  expect(pageInOtherProject(path)).toBe(other);
});
