import { expect, test } from 'vitest';
import { defaultSettings, readSettings, type SettingTexts } from './settings.js';

const read = (texts: Partial<SettingTexts>) =>
  readSettings({ ...defaultSettings, ...texts }, '/work');
/** For settings that allow access from other machines. */
const beyond = { ingestOnly: true, config: 'sonde.yaml' };

test('the defaults listen on loopback, without a proxy and TLS', () => {
  expect(read({})).toMatchObject({
    host: '127.0.0.1',
    port: 7377,
    publicUrl: undefined,
    trustProxy: undefined,
    tls: undefined,
    stopDelayMs: 1_000,
    requireAccounts: false,
  });
});

test.each([
  ['https://sonde.example.org', 'https://sonde.example.org'],
  ['https://SONDE.example.org/', 'https://sonde.example.org'],
  ['http://sonde.internal:8080', 'http://sonde.internal:8080'],
  ['https://sonde.example.org:443', 'https://sonde.example.org'],
])('--public-url %s becomes %s', (publicUrl, origin) => {
  expect(read({ ...beyond, publicUrl })).toMatchObject({
    publicUrl: origin,
    requireAccounts: true,
  });
});

test.each([
  'sonde.example.org',
  'ftp://sonde.example.org',
  'https://sonde.example.org/telemetry',
  'https://sonde.example.org/?x',
  'https://sonde.example.org/#',
  'https://me:secret@sonde.example.org',
  'https://',
])('--public-url %s is refused', (publicUrl) => {
  expect(() => read({ ...beyond, publicUrl })).toThrow(
    expect.objectContaining({ code: 'setting_invalid' }),
  );
});

test.each([
  ['loopback', ['loopback']],
  ['10.0.0.5', ['10.0.0.5']],
  ['10.0.0.5, 10.1.0.0/16 ,fd00::/8', ['10.0.0.5', '10.1.0.0/16', 'fd00::/8']],
])('--trust-proxy %s is read', (trustProxy, proxies) => {
  expect(read({ ...beyond, trustProxy })).toMatchObject({
    trustProxy: proxies,
    requireAccounts: true,
  });
});

test.each([
  'proxy.example.org',
  '10.0.0.5,',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '10.0.0.0/8/8',
  '10.0.0',
  'true',
  '*',
])('--trust-proxy %s is refused', (trustProxy) => {
  expect(() => read({ ...beyond, trustProxy })).toThrow(
    expect.objectContaining({ code: 'setting_invalid' }),
  );
});

test('a certificate needs two files, relative to the working directory', () => {
  expect(read({ tlsCert: 'cert.pem', tlsKey: '/etc/key.pem' }).tls).toEqual({
    certFile: '/work/cert.pem',
    keyFile: '/etc/key.pem',
  });
  for (const one of [{ tlsCert: 'cert.pem' }, { tlsKey: 'key.pem' }]) {
    expect(() => read(one)).toThrow(expect.objectContaining({ code: 'setting_invalid' }));
  }
});

test.each([
  ['0', 0],
  ['1.5', 1_500],
  ['60', 60_000],
  ['', 1_000],
])('--stop-delay %j is %i ms', (stopDelay, stopDelayMs) => {
  expect(read({ stopDelay })).toMatchObject({ stopDelayMs });
});

test.each(['61', '-1', '1s', '1e1', 'x'])('--stop-delay %j is refused', (stopDelay) => {
  expect(() => read({ stopDelay })).toThrow(expect.objectContaining({ code: 'setting_invalid' }));
});

test.each<Partial<SettingTexts>>([
  { host: '0.0.0.0' },
  { host: '::' },
  { host: '10.0.0.1', ingestOnly: true },
  { publicUrl: 'https://sonde.example.org' },
  { trustProxy: 'loopback' },
])('%j requires accounts and keys', (texts) => {
  expect(read(texts).requireAccounts).toBe(true);
});
