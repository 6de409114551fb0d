import { expect, it } from 'vitest';
import { shareMemory } from './engine-memory.js';

const megabyte = 1024 * 1024;
const machine = (megabytes: number) => ({ totalBytes: megabytes * megabyte, processors: 2 });

it('leaves memory free on a small machine and is bounded on a large one', () => {
  expect(shareMemory(machine(512)).totalBytes).toBe(400 * megabyte);
  expect(shareMemory(machine(1024)).totalBytes).toBe(512 * megabyte);
  expect(shareMemory(machine(65_536)).totalBytes).toBe(8192 * megabyte);
  expect(shareMemory(machine(65_536), 1000).totalBytes).toBe(1000);
});

it('gives one query less than the whole', () => {
  const memory = shareMemory(machine(1024));
  expect(memory.spillBytes).toBeLessThan(memory.queryBytes);
  expect(memory.queryBytes).toBeLessThan(memory.totalBytes);
});
