import { describe, expect, test } from 'vitest';
import { describeError, isCancellation } from './describe-error.js';

class QuotaError extends Error {}
class Renamed extends Error {
  override name = 'StableName';
}
const system = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' });
const api = Object.assign(new Error('x'), { name: 'ApiError', status: 503 });
const loop = new Error('a');
loop.cause = loop;

test('the catalog names errors by class, by code and by asking', () => {
  const classes = {
    Quota: QuotaError,
    RateLimited: { code: ['E_RATE', 'E_SLOW'] },
    SignedOut: { code: 'E_AUTH' },
    Broken: {
      matches: () => {
        throw new Error('this predicate is broken');
      },
    },
    Gone: { matches: (error: unknown) => (error as { status?: number }).status === 410 },
  };
  const named = (error: unknown) => describeError(error, classes).error_class;
  expect(named(new QuotaError('m'))).toBe('Quota');
  expect(named(Object.assign(new Error('m'), { code: 'E_SLOW' }))).toBe('RateLimited');
  expect(named({ code: 'E_AUTH' })).toBe('SignedOut');
  expect(named(new Error('m', { cause: { status: 410 } }))).toBe('Gone');
  expect(named(new Renamed('m'))).toBe('StableName');
});

describe('errors', () => {
  test.each([
    [new QuotaError('m'), 'QuotaError', 'internal', undefined],
    [new Renamed('m'), 'StableName', 'internal', undefined],
    [new Error('m'), 'unknown', 'internal', undefined],
    [new Error('m', { cause: new QuotaError('n') }), 'QuotaError', 'internal', undefined],
    [new AggregateError([new QuotaError('n')]), 'QuotaError', 'internal', undefined],
    [
      new AggregateError([new QuotaError('n'), new Error('o')]),
      'AggregateError',
      'internal',
      undefined,
    ],
    [system, 'ECONNREFUSED', 'network', undefined],
    [new TypeError('fetch failed', { cause: system }), 'TypeError', 'network', undefined],
    [api, 'ApiError', 'api', 503],
    [new Error('x', { cause: { response: { status: 404 } } }), 'unknown', 'api', 404],
    [
      Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'open' }),
      'ENOENT',
      'filesystem',
      undefined,
    ],
    [new DOMException('x', 'TimeoutError'), 'TimeoutError', 'timeout', undefined],
    [
      Object.assign(new Error('x'), { name: 'my secret message' }),
      'unknown',
      'internal',
      undefined,
    ],
    ['a thrown text', 'unknown', 'internal', undefined],
    [undefined, 'unknown', 'internal', undefined],
    [{ cause: null }, 'unknown', 'internal', undefined],
    [loop, 'unknown', 'internal', undefined],
  ])('%s', (error, error_class, error_source, http_status) => {
    expect(describeError(error)).toEqual({
      error_class,
      error_source,
      ...(http_status !== undefined && { http_status }),
    });
  });

  test('a class that the catalog names keeps its name in a minified build', () => {
    const a = class extends Error {};
    expect(describeError(new a(), { BillingError: a }).error_class).toBe('BillingError');
  });

  test('a cancellation is found behind wrappers', () => {
    const left = Object.assign(new Error('x'), { name: 'ExitPromptError' });
    expect(isCancellation(new Error('y', { cause: left }))).toBe(true);
    expect(isCancellation(AbortSignal.abort().reason)).toBe(true);
    expect(isCancellation(new QuotaError('x'))).toBe(false);
  });
});
