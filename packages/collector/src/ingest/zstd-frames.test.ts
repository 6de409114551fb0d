import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decompressZstd, ZstdSizeError } from './zstd-frames.js';

/** Made by `zstd -19` from `{"event":"x"}`; one frame with a checksum. */
const compressed = Buffer.from('KLUv/QRoaQAAeyJldmVudCI6IngifRzhO6c=', 'base64');
const text = '{"event":"x"}';

/** A frame of run-length blocks, each of 128 kB, so a few bytes stand for megabytes. */
function bomb(blocks: number): Buffer {
  // The frame's header: a window of 1 MB, no content size.
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50])];
  for (let index = 0; index < blocks; index += 1) {
    const header = Buffer.alloc(4, 'a');
    header.writeUIntLE((131_072 << 3) | 2 | (index === blocks - 1 ? 1 : 0), 0, 3);
    parts.push(header);
  }
  return Buffer.concat(parts);
}

test('frames are decompressed, one after the other', () => {
  expect(decompressZstd(compressed, 1_000).toString()).toBe(text);
  expect(decompressZstd(Buffer.concat([compressed, compressed]), 1_000).toString()).toBe(
    text + text,
  );
  expect(decompressZstd(bomb(2), 262_144)).toEqual(Buffer.alloc(262_144, 'a'));
});

test('a bomb is cut off', () => {
  expect(() => decompressZstd(bomb(100), 1_000_000)).toThrow(ZstdSizeError);
  expect(() => decompressZstd(compressed, 5)).toThrow(ZstdSizeError);
});

test('a header that asks for a large window is refused before anything is allocated', () => {
  const greedy = Buffer.from(compressed);
  greedy.set([0xa0, 0xff, 0xff, 0xff, 0x7f], 4);
  expect(() => decompressZstd(greedy, 1_000)).toThrow(ZstdSizeError);
  // The same in a second frame.
  expect(() => decompressZstd(Buffer.concat([compressed, greedy]), 1_000)).toThrow(ZstdSizeError);
});

test('any beginning and any other bytes are an error or bounded, and never hang', () => {
  for (let length = 1; length < compressed.length; length += 1) {
    expect(() => decompressZstd(compressed.subarray(0, length), 1_000)).toThrow();
  }
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(compressed.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.uint8Array({ maxLength: 64 }),
      (changes, rest) => {
        const data = Buffer.concat([compressed, rest]);
        for (const [position, byte] of changes) data[position] = byte;
        try {
          expect(decompressZstd(data, 10_000).length).toBeLessThanOrEqual(10_000);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
