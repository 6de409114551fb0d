import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { contractTable } from './contract-table.js';
import { playCase } from './play-case.js';
import { buildMinified, removeMinified } from './programs.js';

let root: string;
beforeAll(async () => {
  await buildMinified();
  root = mkdtempSync(join(tmpdir(), 'sonde-contract-'));
});
afterAll(() => {
  removeMinified();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

let played = 0;

for (const [topic, cases] of Object.entries(contractTable)) {
  describe.concurrent(topic, () => {
    for (const contractCase of cases) {
      test(contractCase.title, async () => {
        played += 1;
        await playCase(contractCase, join(root, String(played)));
      });
    }
  });
}
