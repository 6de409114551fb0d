import { expect, test } from 'vitest';
import { createHideKeys, removeKey } from './hide-key.js';

const key = 'sonde_wk_a+b/c.d';
const hide = createHideKeys([key]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  [{ text: `{"token":"${key}","x":1` }, { text: '{"token":"(key)","x":1' }],
  [{ query: `a=${encodeURIComponent(key)}&b=1` }, { query: 'a=(key)&b=1' }],
  [{ query: 'a=sonde%5fwk_a%2bb%2Fc.d' }, { query: 'a=(key)' }],
  [{ base64: base64(`\xff ${key}!`) }, { base64: base64('\xff (key)!') }],
  [
    { query: `data=${encodeURIComponent(base64(`{"token":"${key}"}`))}` },
    { query: `data=${base64('{"token":"(key)"}')}` },
  ],
  [
    [{ token: key }, 1, null],
    [{ token: '(key)' }, 1, null],
  ],
  [{ text: 'another-text-that-is-long' }, { text: 'another-text-that-is-long' }],
])('%j', (content, hidden) => {
  expect(hide(content)).toEqual(hidden);
});

test('only the key is removed from the properties', () => {
  const event = { event: 'x', properties: { token: key, api_key: 'own', aid: key } };
  expect(removeKey(event, key)).toEqual({ event: 'x', properties: { api_key: 'own' } });
  expect(removeKey(event, undefined)).toBe(event);
});
