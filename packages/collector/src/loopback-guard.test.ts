import { expect, test } from 'vitest';
import { isLoopbackHost } from './loopback-guard.js';

test.each(['127.0.0.1', '127.1.2.3', 'localhost', 'LOCALHOST', 'sonde.localhost', '::1', '[::1]'])(
  '%s is a loopback host',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each([
  '',
  '0.0.0.0',
  '10.0.0.1',
  '::',
  'example.com',
  'localhost.example.com',
  '127.0.0.1.example.com',
  'notlocalhost',
])('%j is not a loopback host', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});
