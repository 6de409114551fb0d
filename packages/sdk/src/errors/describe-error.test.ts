import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { classifyError } from './classify-error.js';
import { describeError, isCancellation } from './describe-error.js';

class QuotaError extends Error {}
class Renamed extends Error {
  override name = 'StableName';
}
const system = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' });
const api = Object.assign(new Error('x'), { name: 'ApiError', status: 503 });
const loop = new Error('a');
loop.cause = loop;

test('the catalog names errors by class, by code and by function', () => {
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
    [new TypeError('fetch failed', { cause: system }), 'ECONNREFUSED', 'network', undefined],
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

  test('a class in the catalog keeps its name in a minified build', () => {
    const a = class extends Error {};
    expect(describeError(new a(), { BillingError: a }).error_class).toBe('BillingError');
  });

  test('a cancellation inside wrappers is found', () => {
    const left = Object.assign(new Error('x'), { name: 'ExitPromptError' });
    expect(isCancellation(new Error('y', { cause: left }))).toBe(true);
    expect(isCancellation(AbortSignal.abort().reason)).toBe(true);
    expect(isCancellation(new QuotaError('x'))).toBe(false);
  });

  test('an abort that another error caused is a failure of that class', () => {
    const abort = (cause: unknown) =>
      Object.assign(new Error('x', { cause }), { name: 'AbortError', code: 'ABORT_ERR' });
    for (const reason of [undefined, 'the user', AbortSignal.abort().reason]) {
      expect(isCancellation(abort(reason))).toBe(true);
    }
    for (const [reason, error_class, error_source] of [
      [new DOMException('x', 'TimeoutError'), 'TimeoutError', 'timeout'],
      [new QuotaError('x'), 'QuotaError', 'internal'],
    ] as const) {
      expect(isCancellation(abort(reason))).toBe(false);
      expect(describeError(abort(reason))).toEqual({ error_class, error_source });
    }
  });
});

const coded = (code: unknown, error: Error = new Error('m')) => Object.assign(error, { code });

describe('codes', () => {
  test.each<[unknown, string, string]>([
    [coded('MODULE_NOT_FOUND'), 'MODULE_NOT_FOUND', 'internal'],
    [coded('ERR_MODULE_NOT_FOUND', new TypeError('m')), 'ERR_MODULE_NOT_FOUND', 'internal'],
    [coded('ERR_INVALID_ARG_TYPE', new RangeError('m')), 'ERR_INVALID_ARG_TYPE', 'internal'],
    [
      coded('ERR_PARSE_ARGS_UNKNOWN_OPTION', new TypeError('m')),
      'ERR_PARSE_ARGS_UNKNOWN_OPTION',
      'user',
    ],
    [coded('ERR_FS_EISDIR'), 'ERR_FS_EISDIR', 'filesystem'],
    [coded('ENOSPC'), 'ENOSPC', 'filesystem'],
    [coded('EADDRINUSE'), 'EADDRINUSE', 'network'],
    [coded('EAI_AGAIN'), 'EAI_AGAIN', 'network'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'DEPTH_ZERO_SELF_SIGNED_CERT', 'network'],
    [coded('HPE_INVALID_CONSTANT'), 'HPE_INVALID_CONSTANT', 'network'],
    [coded('UND_ERR_HEADERS_TIMEOUT', new Renamed('m')), 'UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    [coded('P2002'), 'P2002', 'internal'],
    // A class of the tool is more specific than its code.
    [coded('E_QUOTA', new QuotaError('m')), 'QuotaError', 'internal'],
    [coded('E_QUOTA', new TypeError('m')), 'E_QUOTA', 'internal'],
    // The code of a cause is more specific than a class of the language.
    [
      new TypeError('m', { cause: new RangeError('m', { cause: system }) }),
      'ECONNREFUSED',
      'network',
    ],
    [new SyntaxError('m', { cause: new QuotaError('m') }), 'QuotaError', 'internal'],
    [new TypeError('m', { cause: new Error('m') }), 'TypeError', 'internal'],
    [new Error('m', { cause: new RangeError('m') }), 'RangeError', 'internal'],
    // Texts that are not codes, or may be ids.
    [coded(20), 'unknown', 'internal'],
    [coded('a message'), 'unknown', 'internal'],
    [coded('CUSTOMER_123456'), 'unknown', 'internal'],
    [coded('AKIAABCDEFGHIJKLMNOP'), 'unknown', 'internal'],
    [coded('COUPON_A1B2C3D4'), 'unknown', 'internal'],
    [coded('JOHN_SMITH'), 'unknown', 'internal'],
    [coded('E123456789012345'), 'unknown', 'internal'],
    [coded('EJOHNSMITH'), 'unknown', 'internal'],
    [coded('ERR_A1B2C3D4'), 'unknown', 'internal'],
    [coded('ERR_HTTP2_STREAM_ERROR'), 'ERR_HTTP2_STREAM_ERROR', 'network'],
    [new Error('m', { cause: coded('JOHN_SMITH') }), 'unknown', 'internal'],
    // An aggregate of equal errors, as when each address of a host refuses.
    [new AggregateError([system, system]), 'ECONNREFUSED', 'network'],
    [new AggregateError([]), 'AggregateError', 'internal'],
    [
      new TypeError('m', { cause: coded('ECONNREFUSED', new AggregateError([system])) }),
      'ECONNREFUSED',
      'network',
    ],
  ])('%j', (error, error_class, error_source) => {
    expect(describeError(error)).toEqual({ error_class, error_source });
  });

  test('a fetch that fails', async () => {
    const failure = (url: string) => fetch(url).catch((error: unknown) => describeError(error));
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    expect(await failure(`http://127.0.0.1:${port}`)).toMatchObject({
      error_class: 'ECONNREFUSED',
      error_source: 'network',
    });
    expect(await failure(`http://localhost:${port}`)).toMatchObject({
      error_class: 'ECONNREFUSED',
      error_source: 'network',
    });
    const unknown = await failure('http://nowhere.invalid');
    expect(unknown).toMatchObject({ error_source: 'network' });
    expect((unknown as { error_class: string }).error_class).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
  });
});

describe('an unusual error', () => {
  const hostile = new Proxy(new QuotaError('m'), {
    get() {
      throw new Error('no property can be read');
    },
    getPrototypeOf() {
      throw new Error('nor its class');
    },
  });
  const { proxy: revoked, revoke } = Proxy.revocable<unknown[]>([], {});
  revoke();
  const getter = Object.defineProperty(new Error('m'), 'cause', {
    get() {
      throw new Error('no cause');
    },
  });
  const endless = Object.defineProperty(new Error('m'), 'cause', { get: () => endlessOnce() });
  const endlessOnce = (): Error => Object.create(endless) as Error;
  const ring = new Error('a');
  ring.cause = new Error('b', { cause: new Error('c', { cause: ring }) });

  test.each<[string, unknown, string]>([
    ['a proxy that throws', hostile, 'unknown'],
    ['a revoked proxy', revoked, 'unknown'],
    [
      'errors that are a revoked proxy',
      Object.assign(new Error('m'), { errors: revoked }),
      'unknown',
    ],
    ['a getter that throws', getter, 'unknown'],
    ['causes without end', endless, 'unknown'],
    ['a ring of causes', ring, 'unknown'],
    ['frozen', Object.freeze(coded('ENOENT')), 'ENOENT'],
    ['frozen, by class', Object.freeze(new QuotaError('m')), 'QuotaError'],
    ['data with a name', { name: 'Alice' }, 'unknown'],
    ['data with a code', { name: 'Alice', code: 'ENOENT' }, 'ENOENT'],
    ['data with a code of its own', { code: 'P2002' }, 'unknown'],
    ['no prototype', Object.assign(Object.create(null), { code: 'ERR_X' }), 'ERR_X'],
    ['a class', QuotaError, 'unknown'],
    ['a number', 7, 'unknown'],
    ['a symbol', Symbol('secret'), 'unknown'],
    ['null', null, 'unknown'],
    // Another context has its own error classes, as in test runners.
    ['of another realm', runInNewContext("new RangeError('m')"), 'RangeError'],
  ])('%s', (_name, error, error_class) => {
    expect(describeError(error).error_class).toBe(error_class);
    expect(isCancellation(error)).toBe(false);
  });
});

test('functions of the tool that throw, or return no valid description, change nothing', () => {
  const fail = () => {
    throw new Error('broken');
  };
  const error = coded('ENOENT');
  const description = { error_class: 'ENOENT', error_source: 'filesystem' };
  expect(classifyError(error, { catalog: {}, describeError: fail, isCancellation: fail })).toEqual({
    kind: 'threw',
    description,
  });
  const odd = { error_source: 'the weather', http_status: 'many' } as never;
  expect(classifyError(error, { catalog: {}, describeError: () => odd })).toEqual({
    kind: 'threw',
    description: { ...description, error_source: 'internal' },
  });
});
