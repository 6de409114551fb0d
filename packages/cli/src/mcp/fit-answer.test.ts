import { expect, test } from 'vitest';
import { fitAnswer } from './fit-answer.js';

const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i} ${'ü'.repeat(20)}`);

test('a short answer stays as it is, even with a long line', () => {
  const text = `name\n${'x'.repeat(9_000)}`;
  expect(fitAnswer(text)).toBe(text);
});

test('a long answer keeps its beginning', () => {
  const kept = fitAnswer(lines.join('\n')).split('\n');
  expect(Buffer.byteLength(kept.join('\n'))).toBeLessThan(12_000);
  expect(kept.slice(0, -1)).toEqual(lines.slice(0, kept.length - 1));
  expect(kept.at(-1)).toContain(`… ${1_000 - kept.length + 1} more lines left out`);
});

test('a long answer of which the end matters loses lines between', () => {
  const kept = fitAnswer(lines.join('\n'), true).split('\n');
  expect(Buffer.byteLength(kept.join('\n'))).toBeLessThan(12_000);
  expect(kept[0]).toBe(lines[0]);
  expect(kept.at(-1)).toBe(lines.at(-1));
  expect(kept.filter((line) => line.includes('left out'))).toHaveLength(1);
});

test('one enormous value is cut, and hides nothing else', () => {
  const kept = fitAnswer(`first\n${'ü'.repeat(1_000_000)}\nlast`).split('\n');
  expect(kept).toEqual(['first', expect.stringMatching(/^ü+… \(cut: 2,000,000 bytes\)$/), 'last']);
});
