import { expect, test } from 'vitest';
import { type ErrorEntry, errorTable, SondeError } from './errors.js';

test.each(Object.entries<ErrorEntry>(errorTable))(
  '%s is a code that says what happened and what to do',
  (code, entry) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(entry.title).toMatch(/^[A-Z].*\.$/);
    expect(entry.action).toMatch(/^[A-Z].*\.$/);
    if (entry.status !== null) expect(entry.status).toBeGreaterThanOrEqual(400);
  },
);

test('an error carries its code, its detail and its cause', () => {
  const cause = new Error('EADDRINUSE');
  const error = new SondeError('port_in_use', { detail: '127.0.0.1:7377', cause });
  expect(error.code).toBe('port_in_use');
  expect(error.message).toBe('Another program uses this port. (127.0.0.1:7377)');
  expect(error.entry.action).toContain('--port');
  expect(error.cause).toBe(cause);
});
