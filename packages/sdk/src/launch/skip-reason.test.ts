import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSkipReason } from './skip-reason.js';

test('no sender is started for five minutes after the notice', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-skip-reason-'));
  try {
    const notice = join(directory, 'notice-1');
    const options = {
      directory,
      tag: 'abcdefghijklmn',
      isInline: false,
      needsNotice: true,
      noticeDirectory: directory,
    };
    expect(findSkipReason(options)).toBeUndefined();
    writeFileSync(notice, '');
    expect(findSkipReason(options)).toContain('notice');
    expect(findSkipReason({ ...options, needsNotice: false })).toBeUndefined();
    for (const [minutes, isTooEarly] of [
      [4, true],
      [6, false],
      [-4, true],
      // The clock was set back.
      [-6, false],
    ] as const) {
      const shownAt = Date.now() / 1_000 - minutes * 60;
      utimesSync(notice, shownAt, shownAt);
      expect(findSkipReason(options) !== undefined, `${minutes} minutes ago`).toBe(isTooEarly);
    }
    // A notice for an earlier version does not count.
    writeFileSync(join(directory, 'notice-2'), '');
    expect(findSkipReason(options)).toContain('notice');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
