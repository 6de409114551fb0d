import { afterEach, expect, test } from 'vitest';
import { spoolDirectory, userSettingPath } from './home.js';

const { platform } = process;
const pretend = (name: string) => Object.defineProperty(process, 'platform', { value: name });
afterEach(() => pretend(platform));

const variables = {
  HOME: '/home/ann',
  LOCALAPPDATA: '/local-app-data',
  APPDATA: '/app-data',
};
const xdg = { ...variables, XDG_STATE_HOME: '/state', XDG_CONFIG_HOME: '/config' };

test.each([
  ['linux', variables, '/home/ann/.local/state', '/home/ann/.config'],
  ['linux', xdg, '/state', '/config'],
  ['darwin', variables, '/home/ann/.local/state', '/home/ann/.config'],
  ['darwin', xdg, '/state', '/config'],
  ['win32', xdg, '/local-app-data', '/app-data'],
])('on %s with %o', (name, environment, state, config) => {
  pretend(name);
  expect(spoolDirectory('orbit', environment, undefined)).toBe(`${state}/orbit/telemetry`);
  expect(userSettingPath('orbit', environment)).toBe(`${config}/orbit/telemetry.json`);
});

test('a configured directory is made absolute, and the sender uses the same one', () => {
  const chosen = (path: string) =>
    spoolDirectory('orbit', { ORBIT_TELEMETRY_DIR: path }, undefined);
  expect(chosen('/link/../state')).toBe('/state');
  expect(chosen('state')).toBe(`${process.cwd()}/state`);
});

test('there is no home without the variables of the platform', () => {
  pretend('win32');
  expect(spoolDirectory('orbit', { HOME: '/home/ann' }, undefined)).toBeUndefined();
  pretend('darwin');
  expect(spoolDirectory('orbit', { LOCALAPPDATA: '/local' }, undefined)).toBeUndefined();
});
