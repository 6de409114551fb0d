import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createProgress } from './progress.js';

/** What a terminal receives while `done` of 100 parts end. */
function shownAfter(done: number): string {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), {
    isTTY: true,
    columns: 100,
  }) as unknown as NodeJS.WriteStream & { read(): string };
  const progress = createProgress(100, 'runs', stream);
  for (let count = 0; count < done; count += 1) progress.advance();
  progress.stop();
  return stream.read();
}

it('shows no estimate before a tenth of the work is done', () => {
  expect(shownAfter(0)).toContain('0/100');
  expect(shownAfter(0)).not.toContain('left');
  expect(shownAfter(9)).toContain('9/100');
  expect(shownAfter(9)).not.toContain('left');
});

it('then shows how long the rest takes', () => {
  expect(shownAfter(50)).toMatch(/50\/100 +about \d+s left/);
  expect(shownAfter(100)).toMatch(/100\/100 *(?!.*left)/);
});
