import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '@sonde/example-orbit/catalog';
import type { IngestResponse, WireEvent } from '@sonde/protocol';
import { someOf } from '@sonde/test-share';
import { catalogToJson, hashCatalog } from 'sonde/catalog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollectorProcess } from '../collector-process.js';
import { contractTable } from './contract-table.js';
import { playCase } from './play-case.js';
import { buildMinified, removeMinified } from './programs.js';
import { type SharedChromium, startSharedChromium } from './shared-chromium.js';

let root: string;
let browser: SharedChromium;
beforeAll(async () => {
  browser = await startSharedChromium();
  await buildMinified();
  root = mkdtempSync(join(tmpdir(), 'sonde-contract-'));
});
afterAll(async () => {
  await browser.close();
  removeMinified();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

let played = 0;
/** What orbit reported in all cases. */
const reported: WireEvent[] = [];

for (const [topic, cases] of Object.entries(contractTable)) {
  describe.concurrent(topic, () => {
    for (const contractCase of someOf(cases, { least: 0.5 })) {
      test(contractCase.title, async () => {
        played += 1;
        const runs = await playCase(contractCase, join(root, String(played)), browser);
        const isOrbit = contractCase.runs.every(({ program }) => program !== 'misuse');
        if (isOrbit) reported.push(...runs.flat());
      });
    }
  });
}

test('the collector accepts every event of the table', async () => {
  const collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  await collector.start();
  try {
    const json = catalogToJson(catalog);
    const answer = await fetch(`${collector.url}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        events: reported,
        meta: { catalog_hash: hashCatalog(json), catalog: json },
      }),
    });
    expect(answer.status).toBe(202);
    const { accepted, quarantined, rejected } = (await answer.json()) as IngestResponse;
    expect([accepted, quarantined, rejected]).toEqual([reported.length, [], []]);
  } finally {
    await collector.stop();
  }
});
