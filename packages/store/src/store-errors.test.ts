import { SondeError } from '@sonde/protocol';
import { expect, it } from 'vitest';
import { isOfThisCommit, toAppendError, toOpenError, toQueryError } from './store-errors.js';

const engineError = (code: number, message = 'words') =>
  Object.assign(new Error(message), { code: String(code), type: 'TYPE' });

it('explains why an insert failed', () => {
  expect(toAppendError(engineError(243)).code).toBe('disk_full');
  expect(toAppendError(new Error('write: No space left on device')).code).toBe('disk_full');
  expect(toAppendError(engineError(241)).code).toBe('store_unavailable');
  expect(isOfThisCommit(engineError(27))).toBe(true);
  expect(isOfThisCommit(engineError(241))).toBe(true);
  expect(isOfThisCommit(engineError(243))).toBe(false);
});

it('logs the engine’s message, unless it quotes events', () => {
  const full = engineError(243);
  expect(toAppendError(full).cause).toBe(full);
  for (const code of [27, 62]) {
    const { code: reported, cause } = toAppendError(engineError(code, 'near "private"'));
    expect(reported).toBe('store_unavailable');
    expect(String(cause)).toContain(`code ${code}`);
    expect(String((cause as Error).stack)).not.toContain('private');
  }
});

it('explains why a query failed', () => {
  expect(toQueryError(engineError(241)).code).toBe('query_too_large');
  expect(toQueryError(new Error('anything')).code).toBe('query_unavailable');
  const expected = new SondeError('flow_not_found');
  expect(toQueryError(expected)).toBe(expected);
});

it('explains why a store did not open, and logs the engine’s message', () => {
  const cause = new Error('Code: 76. DB::Exception: Cannot lock file status.');
  const error = toOpenError(cause, '/data');
  expect([error.code, error.detail, error.cause]).toEqual([
    'data_directory_in_use',
    '/data',
    cause,
  ]);
  expect(toOpenError(new Error('Read-only file system'), '/data').code).toBe(
    'data_directory_not_writable',
  );
  expect(toOpenError(engineError(231), '/data').code).toBe('data_corrupt');
});
