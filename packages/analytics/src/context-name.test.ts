import { expect, it } from 'vitest';
import { contextName } from './context-name.js';

it.each([
  ['human', 'human'],
  ['agent:claude-code', 'claude-code'],
  ['agent:unknown', 'no terminal'],
  ['agent:', 'no terminal'],
  ['', ''],
])('%s is %s', (context, name) => {
  expect(contextName(context)).toBe(name);
});
