import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBrowser } from './open-browser.js';

const directory = mkdtempSync(join(tmpdir(), 'orbit-browser-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const { signal } = new AbortController();
const url = 'http://127.0.0.1:9/a?b=c&d=e';

test('the program in BROWSER gets the address, at the end or in place of %s', async () => {
  const seen = join(directory, 'seen');
  await openBrowser({ url: `${seen}-last`, browser: 'touch --', signal });
  await openBrowser({ url: `${seen}-middle`, browser: 'cp /dev/null %s', signal });
  for (const end of ['last', 'middle']) {
    await expect.poll(() => existsSync(`${seen}-${end}`)).toBe(true);
  }
});

test('programs are tried in turn', async () => {
  const seen = join(directory, 'in-turn');
  await openBrowser({ url: seen, browser: '/nonexistent/browser:touch', signal });
  await expect.poll(() => existsSync(seen)).toBe(true);
});

test('a missing program cannot be opened', async () => {
  await expect(openBrowser({ url, browser: '/nonexistent/browser', signal })).rejects.toThrow(
    'BROWSER',
  );
});
