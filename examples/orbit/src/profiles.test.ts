import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readProfiles, storeProfile } from './profiles.js';
import { readSettings } from './settings.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-profiles-'));
  mkdirSync(join(root, 'orbit'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const place = () => ({
  settings: readSettings({ XDG_CONFIG_HOME: root, XDG_STATE_HOME: root }),
  signal: new AbortController().signal,
});
const profile = { name: 'sparrow', region: 'eu-1', plan: 'free', api_key: 'key' };

test('storing a profile waits for another run, and keeps its changes', async () => {
  const lock = join(root, 'orbit', 'profiles.lock');
  writeFileSync(lock, `${hostname()} ${process.pid} other\n`);
  const stored = storeProfile(place(), 'app_2', profile);
  const others = { default_application: 'app_1', applications: { app_1: profile } };
  writeFileSync(join(root, 'orbit', 'profiles.json'), JSON.stringify(others));
  rmSync(lock);
  await stored;
  expect(readProfiles(place().settings)).toEqual({
    default_application: 'app_1',
    applications: { app_1: profile, app_2: profile },
  });
});

test.each([
  'null',
  '{"default_application": 1}',
  '{"default_application": null, "applications": {"a": null}}',
])('%s is damaged', (text) => {
  writeFileSync(join(root, 'orbit', 'profiles.json'), text);
  expect(() => readProfiles(place().settings)).toThrow(/is damaged\.$/);
});
