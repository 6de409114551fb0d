import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findObstacle } from './sender-obstacle.js';

test('no sender is started by a run that began before another one had shown the notice', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-obstacle-'));
  try {
    const notice = join(directory, 'notice-1');
    const options = {
      directory,
      tag: 'abcdefghijklmn',
      isInline: false,
    };
    expect(findObstacle(options)).toBeUndefined();

    writeFileSync(notice, '');
    expect(findObstacle(options)).toContain('notice');

    const anHourAgo = Date.now() / 1_000 - 3_600;
    utimesSync(notice, anHourAgo, anHourAgo);
    expect(findObstacle(options)).toBeUndefined();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
