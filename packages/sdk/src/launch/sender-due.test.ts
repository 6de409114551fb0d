import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyNotDue } from './sender-due.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sonde-due-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const id = '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90';
const tag = 'abcdefghijklmn';
const leave = (name: string) => writeFileSync(join(directory, name), '');
const ask = (flushAt = 25, isInline = false) => whyNotDue({ directory, flushAt, isInline });

test('waiting events are counted by file name', () => {
  const now = Date.now();
  leave(`${now}_1_${id}_${tag}_7_700_0.ready.jsonl`);
  leave(`${now}_2_${id}_${tag}_3_300_0.claimed_${now}_1.jsonl`);
  // The files of a dead and of a running process.
  leave(`${now}_${2 ** 30}_${id}_${tag}.open.jsonl`);
  leave(`${now}_${process.pid}_${id}_${tag}.open.jsonl`);
  expect(ask()).toBe('11 of 25 events are waiting');
  expect(ask(11)).toBeUndefined();
  expect(ask(25, true)).toBeUndefined();
});

test('a sender is due when an event has waited for long', () => {
  leave(`${Date.now() - 61_000}_1_${id}_${tag}_1_100_0.ready.jsonl`);
  expect(ask()).toBeUndefined();
});

test.each([
  `1000_1_${id}_${tag}.flushed.jsonl`,
  `1000_1_${id}_${tag}.flushed.jsonl~`,
  `1000_1_${id}_${tag}.flushed.jsonl.gz`,
  `1000_1_${id}_${tag}_3_300_0.ready (copy).jsonl`,
  `1000_1_${id}_${tag}_3_300_0.ready`,
  'quarantine-2026-11-28.jsonl',
  'a_b_c_d_e.ready.jsonl',
  `settings-${tag}.json`,
])('%s does not wait', (name) => {
  leave(name);
  expect(ask()).toBe('0 of 25 events are waiting');
});
