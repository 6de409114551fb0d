import { expect, test } from 'vitest';
import { readSettings } from './settings.js';

const read = (env: NodeJS.ProcessEnv) =>
  readSettings({ XDG_CONFIG_HOME: '/config', XDG_STATE_HOME: '/state', ...env });

test('a trailing line feed of a token is ignored; an invalid token is not printed', () => {
  expect(read({ ORBIT_TOKEN: 'orbit_tok_1\n' }).token).toBe('orbit_tok_1');
  expect(read({ ORBIT_TOKEN: ' \n' }).token).toBeUndefined();
  for (const ORBIT_TOKEN of ['orbit_tok_1\norbit_tok_2', 'orbit_tök_1']) {
    expect(() => read({ ORBIT_TOKEN })).toThrow(/^ORBIT_TOKEN is not a token\.$/);
  }
});

test.each([
  'orbit.example',
  'ftp://orbit.example',
  'http://orbit.example',
  'https://ada:secret@orbit.example',
  'https://orbit.example/api',
  'https://orbit.example/?a=1',
])('%s is not the URL of a service', (url) => {
  expect(() => read({ ORBIT_CLOUD_URL: url })).toThrow(/^ORBIT_CLOUD_URL /);
});

test('the service is an origin', () => {
  expect(read({ ORBIT_CLOUD_URL: 'https://Orbit.example:443/' }).cloudUrl).toBe(
    'https://orbit.example',
  );
  expect(read({ ORBIT_CLOUD_URL: 'http://[::1]:7380' }).cloudUrl).toBe('http://[::1]:7380');
});

test('in CI there is no browser, whatever BROWSER says', () => {
  expect(read({ BROWSER: 'firefox' }).hasBrowser).toBe(true);
  expect(read({ BROWSER: 'firefox', CI: 'true' }).hasBrowser).toBe(false);
});

test('NO_COLOR turns colours off, whatever its value', () => {
  expect(read({}).isColored).toBe(true);
  expect(read({ NO_COLOR: '' }).isColored).toBe(true);
  expect(read({ NO_COLOR: '0' }).isColored).toBe(false);
});
