import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareOf } from '@sonde/test-share';
import { afterAll } from 'vitest';
import { openEmbeddedStore } from './embedded-store.js';
import { describeAgreement } from './store-agrees-with-fold.case.js';

let directory: string;

afterAll(() => rm(directory, { recursive: true, force: true }));

const runs = process.env.SONDE_TEST_LONG === '1' ? shareOf(12, 4) : shareOf(4, 1);

describeAgreement('the embedded store', runs, async (options) => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  return openEmbeddedStore({ ...options, directory });
});
