import { expect, test } from 'vitest';
import { decompressLz64 } from './decompress-lz64.js';

// Made by lz-string 1.5.0.
test.each([
  ['', 'Q==='],
  ['a', 'IZA='],
  ['aaaaaaaaaa', 'IY1o'],
  ['abé中😀', 'IYIwl4tHKLwbgAe0A==='],
  [
    '{"api_key":"k","batch":[{"event":"x","distinct_id":"u"}]}',
    'N4IghgDglg+g1gUwJ4gFwjiANCARmAFwGMALNAbVAQDcEA7AtEAD2xABMoBnAqOogjCjsmAVxABfALoSgA==',
  ],
])('%j', (text, compressed) => {
  expect(decompressLz64(compressed)).toBe(text);
});

test.each(['', 'I', '!!!!', 'IYIwl4', 'nonsense of no form'])('%j is not of this form', (text) => {
  expect(decompressLz64(text)).toBeUndefined();
});

test('a bomb is cut off', () => {
  const start = performance.now();
  // Each of these codes stands for the longest phrase so far and one more character.
  expect(decompressLz64(makeBomb(5_000))).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(2_000);
});

/** A text of `a` only: after the first character, each code is that of the phrase being added. */
function makeBomb(phrases: number): string {
  const bits: number[] = [];
  const write = (value: number, width: number) => {
    for (let bit = 0; bit < width; bit += 1) bits.push((value >> bit) & 1);
  };
  write(0, 2);
  write('a'.charCodeAt(0), 8);
  let width = 3;
  let room = 4;
  for (let code = 4; code < phrases; code += 1) {
    write(code, width);
    room -= 1;
    if (room > 0) continue;
    room = 2 ** width;
    width += 1;
  }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let text = '';
  for (let index = 0; index + 6 <= bits.length; index += 6) {
    text += alphabet.charAt(Number.parseInt(bits.slice(index, index + 6).join(''), 2));
  }
  return text;
}
