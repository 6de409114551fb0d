import { expect, it } from 'vitest';
import { readServerAddresses } from './server-address.js';

it.each([
  ['http://clickhouse:8123', 'http://clickhouse:8123', 'default'],
  ['http://sonde@127.0.0.1:8123/sonde', 'http://127.0.0.1:8123', 'sonde'],
  ['https://a%40b@ch.example.org/', 'https://ch.example.org', 'a@b'],
])('reads %s', (text, origin, user) => {
  expect(readServerAddresses(text)).toEqual([{ origin, user }]);
});

it('reads several addresses', () => {
  expect(readServerAddresses('http://a:8123/sonde,https://sonde@b')).toEqual([
    { origin: 'http://a:8123', user: 'default' },
    { origin: 'https://b', user: 'sonde' },
  ]);
});

it.each([
  'clickhouse',
  'clickhouse:9000',
  'tcp://clickhouse:9000',
  'http://',
  'http://a:8123,',
  'http://a:8123, http://b:8123',
  'http://a:8123/sonde,http://other@a:8123',
  'http://a:8123,http://:secret@b:8123',
  'http://a:8123/other',
  'http://a:8123/sonde/x',
  'http://a:8123/sonde?x=1',
  'http://a:8123/#',
  'http://%zz@a:8123',
  'http://user:secret@a:8123/sonde',
  'http://:secret@a:8123/sonde',
])('refuses %s', (text) => {
  let error: unknown;
  try {
    readServerAddresses(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'setting_invalid' });
  expect(String(error)).not.toContain('secret');
});
