import { expect, it } from 'vitest';
import { divideByShard } from './divide-by-shard.js';
import { encodeEvent } from './event-row.js';
import { createStoredEvent } from './testing/stored-events.js';

const line = (more: Parameters<typeof createStoredEvent>[0]) =>
  `${encodeEvent(createStoredEvent(more))}\n`;

it('keeps every line, and those of an invocation together and in order', () => {
  const lines = Array.from({ length: 500 }, (_, i) =>
    line({ invocation_id: `invocation-${i % 40}`, sequence: i }),
  );
  const batches = [lines.slice(0, 300), lines.slice(300)].map((some) => Buffer.from(some.join('')));
  const shards = divideByShard(batches, 3).map((parts) => Buffer.concat(parts).toString());
  const found = shards.map((text) => text.split('\n').slice(0, -1));
  expect(found.flat().sort()).toEqual(lines.map((text) => text.trimEnd()).sort());
  expect(Math.min(...found.map(({ length }) => length))).toBeGreaterThan(50);
  for (let i = 0; i < 40; i += 1) {
    const having = found.map((some) => some.filter((text) => text.includes(`\tinvocation-${i}\t`)));
    const [its = [], ...others] = having.filter(({ length }) => length > 0);
    expect(others).toEqual([]);
    expect(its).toEqual(
      lines.filter((text) => text.includes(`\tinvocation-${i}\t`)).map((text) => text.trimEnd()),
    );
  }
});

it('depends on the ids as they are, not on how they are written', () => {
  // Values of CRC32 in the engine, of `default`, a zero byte and the id.
  const ids = ['a', 'tab\tline\nzero\0back\\slash', 'ünïcode', ''];
  const shards = ids.map((invocation_id) =>
    divideByShard([Buffer.from(line({ invocation_id }))], 1_000).findIndex(
      ({ length }) => length > 0,
    ),
  );
  expect(shards).toEqual([511, 599, 336, 368]);
});
