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
