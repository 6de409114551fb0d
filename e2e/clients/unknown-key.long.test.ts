import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { clients, variants, withKey } from './clients.js';
import { reasonOfUnknownKey } from './expected-events.js';
import { runClient } from './run-client.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-unknown-key-'));
let collector: CollectorProcess;

beforeAll(async () => {
  const config = join(directory, 'sonde.json');
  const hash = createHash('sha256').update('sonde_wk_known').digest('hex');
  writeFileSync(config, JSON.stringify({ projects: { tools: { keys: [`sha256:${hash}`] } } }));
  collector = await createCollectorProcess({
    dataDirectory: join(directory, 'data'),
    args: ['--config', config],
  });
  await collector.start();
});
afterAll(async () => {
  await collector.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('with an unknown key, nothing is reported as delivered, and most clients say why', async () => {
  const wrong = [...clients, ...variants].map(async (client) => {
    const key = withKey(client, 'sonde_wk_unknown');
    // All start at the same time.
    const limits = { prefix: client.name, limitMs: 45_000 };
    // PostHog's client tries four times.
    const settings = { ...client.settings, fetchRetryDelay: 10 };
    return {
      client,
      ...(await runClient({ ...client, settings }, { endpoint: collector.url, ...limits, key })),
    };
  });
  for (const { client, recorded, delivered, failed } of await Promise.all(wrong)) {
    expect.soft([...delivered], client.name).toEqual([]);
    const reason = reasonOfUnknownKey(client);
    const expected = reason === undefined ? [] : recorded.map(() => expect.stringMatching(reason));
    expect.soft([...failed.values()], client.name).toEqual(expected);
  }
});
