import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createRepeatedRequests } from './repeated-requests.js';

const sent = {
  address: '127.0.0.1',
  key: 'key',
  method: 'POST',
  url: '/track',
  body: Buffer.from('{}'),
  receivedAt: 1_000,
};
const createResponse = () => {
  const response = Object.assign(new EventEmitter(), { closed: false });
  const close = (isDelivered: boolean) => {
    if (isDelivered) response.emit('finish');
    response.closed = true;
    response.emit('close');
  };
  return { response: response as unknown as ServerResponse, close };
};
const create = (options = {}) => {
  const clock = { time: 1_000 };
  const repeats = createRepeatedRequests({ now: () => clock.time, ...options });
  const begin = (more = {}) => {
    const { response, close } = createResponse();
    return {
      attempt: repeats.recognise({ ...sent, receivedAt: clock.time, ...more }, response),
      close,
    };
  };
  const cut = (more = {}) => {
    const { attempt, close } = begin(more);
    close(false);
    return attempt;
  };
  return { clock, begin, cut, repeats };
};

test('equal requests whose responses were delivered are new ones', () => {
  const { begin } = create();
  const first = begin();
  first.close(true);
  expect(begin().attempt.id).not.toBe(first.attempt.id);
});

test('a request after one that was cut is its repeat, with its time; so is the one after that', () => {
  const { clock, cut } = create();
  const first = cut();
  clock.time += 500;
  expect(cut()).toEqual(first);
  clock.time += 59_999;
  expect(cut()).toEqual(first);
});

test('a repeat that was delivered is the last one', () => {
  const { begin, cut } = create();
  const first = cut();
  const repeat = begin();
  expect(repeat.attempt).toEqual(first);
  repeat.close(true);
  expect(begin().attempt.id).not.toBe(first.id);
});

test.each([
  ['address', { address: '127.0.0.2' }],
  ['key', { key: undefined }],
  ['method', { method: 'GET' }],
  ['url', { url: '/import' }],
  ['body', { body: Buffer.from('[]') }],
])('another %s is another request', (_what, more) => {
  const { begin, cut } = create();
  const first = cut();
  expect(begin(more).attempt.id).not.toBe(first.id);
  expect(begin().attempt).toEqual(first);
});

test('equal requests that were cut at the same time stay two', () => {
  const { begin } = create();
  const [first, second] = [begin(), begin()];
  first.close(false);
  second.close(false);
  const repeats = [begin().attempt, begin().attempt];
  expect(new Set(repeats)).toEqual(new Set([first.attempt, second.attempt]));
  expect(first.attempt.id).not.toBe(second.attempt.id);
});

test('a response that was closed before is seen as well', () => {
  const { begin, repeats } = create();
  const { response, close } = createResponse();
  close(false);
  const first = repeats.recognise(sent, response);
  expect(begin().attempt).toEqual(first);
});

test('requests are forgotten after a minute, and the oldest ones if there are too many', () => {
  const { clock, begin, cut } = create({ keptMax: 2 });
  const first = cut();
  clock.time += 60_000;
  expect(begin().attempt.id).not.toBe(first.id);
  const [a, b, c] = ['/a', '/b', '/c'].map((url) => cut({ url }));
  expect(begin({ url: '/a' }).attempt.id).not.toBe(a?.id);
  expect(begin({ url: '/b' }).attempt).toEqual(b);
  expect(begin({ url: '/c' }).attempt).toEqual(c);
});
