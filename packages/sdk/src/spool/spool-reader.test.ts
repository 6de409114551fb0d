import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSpoolLines, type SpoolLine } from './spool-reader.js';

async function read(chunks: Uint8Array[]): Promise<SpoolLine[]> {
  const lines: SpoolLine[] = [];
  for await (const line of readSpoolLines(chunks)) lines.push(line);
  return lines;
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let from = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(from, from + size));
    from += size;
  }
  return [...chunks, bytes.subarray(from)];
}

const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 });

describe('a spool file', () => {
  test('of any bytes in any chunks never makes the reader throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), sizes, async (bytes, pieces) => {
        const whole = await read([bytes]);
        expect(await read(cut(bytes, pieces))).toEqual(whole);
        const ends = whole.map((line) => line.end);
        expect(ends).toEqual([...ends].sort((one, other) => one - other));
        expect(whole.every((line) => line.end <= bytes.length)).toBe(true);
      }),
    );
  });

  test('yields each whole line, and a corrupt last line', async () => {
    const value = fc.record({ event: fc.string(), n: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 20 }),
        sizes,
        fc.integer({ min: 0, max: 5_000 }),
        async (events, pieces, keep) => {
          const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
          const bytes = Buffer.from(text).subarray(0, keep);
          const lines = await read(cut(bytes, pieces));
          const whole = bytes.toString('latin1').split('\n').length - 1;
          expect(lines.filter((line) => line.kind === 'event')).toHaveLength(whole);
          const torn = bytes.length > 0 && bytes.at(-1) !== 10;
          expect(lines.filter((line) => line.kind === 'corrupt')).toHaveLength(torn ? 1 : 0);
        },
      ),
    );
  });

  test('with random bytes between whole lines yields each whole line', async () => {
    const garbage = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(fc.array(garbage, { maxLength: 10 }), sizes, async (between, pieces) => {
        const parts = between.flatMap((bytes, index) => [
          bytes,
          Buffer.from(`\n${JSON.stringify({ event: 'E', sequence: index + 1 })}\n`),
        ]);
        const lines = await read(cut(Buffer.concat(parts), pieces));
        const sequences = lines.flatMap((line) =>
          line.kind === 'event' ? [line.event.sequence] : [],
        );
        // Random bytes may happen to be an event too, but one without a number.
        expect(sequences.filter((sequence) => sequence !== undefined)).toEqual(
          between.map((_bytes, index) => index + 1),
        );
      }),
    );
  });

  test('of 1 GB without a line break is not kept in memory', async () => {
    const chunk = new Uint8Array(1_000_000).fill(120);
    function* chunks() {
      for (let index = 0; index < 1_000; index += 1) yield chunk;
    }
    const before = process.memoryUsage().arrayBuffers;
    let lines = 0;
    for await (const line of readSpoolLines(chunks())) {
      lines += 1;
      expect(line).toEqual({ kind: 'corrupt', end: 1_000_000_000 });
    }
    expect(lines).toBe(1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});
