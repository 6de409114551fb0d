import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findObstacle } from './sender-obstacle.js';

test('no sender is started for five minutes after the notice', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-obstacle-'));
  try {
    const notice = join(directory, 'notice-1');
    const options = {
      directory,
      tag: 'abcdefghijklmn',
      isInline: false,
      needsNotice: true,
      noticeDirectory: directory,
    };
    expect(findObstacle(options)).toBeUndefined();
    writeFileSync(notice, '');
    expect(findObstacle(options)).toContain('notice');
    expect(findObstacle({ ...options, needsNotice: false })).toBeUndefined();
    for (const [minutes, isTooEarly] of [
      [4, true],
      [6, false],
      [-4, true],
      // The clock was set back.
      [-6, false],
    ] as const) {
      const shownAt = Date.now() / 1_000 - minutes * 60;
      utimesSync(notice, shownAt, shownAt);
      expect(findObstacle(options) !== undefined, `${minutes} minutes ago`).toBe(isTooEarly);
    }
    // A notice for an earlier version does not count.
    writeFileSync(join(directory, 'notice-2'), '');
    expect(findObstacle(options)).toContain('notice');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
