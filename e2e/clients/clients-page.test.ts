import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clients } from './clients.js';
import { pagePath, rowStart } from './clients-page.js';

test('the page has a row for each client that is installed, and nothing is lost here', () => {
  const rows = readFileSync(pagePath, 'utf8')
    .split('\n')
    .filter((line) => /^\|.* \d+\.\d+\.\d+\|/.test(line));
  expect(rows.map((row) => row.slice(0, row.indexOf('|', 1) + 1))).toEqual(clients.map(rowStart));
  for (const row of rows) expect(row.split('|')[3]).toBe('0');
});
