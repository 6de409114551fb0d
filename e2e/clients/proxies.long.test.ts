import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someOf } from '@sonde/test-share';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import {
  documentedProxies,
  isInstalled,
  type RunningProxy,
  startProxy,
} from '../documented-proxies.js';
import { type Client, chosenClients, withKey } from './clients.js';
import { runClient } from './run-client.js';
import { countStoredLabels } from './stored-labels.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-proxies-'));
let collector: CollectorProcess | undefined;
let running: RunningProxy | undefined;
afterEach(async () => {
  await running?.stop();
  await collector?.stop();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Together, they would keep the processors of a small machine busy for longer than proxies wait. */
const atOnce = 7;
const key = 'sonde_wk_of-the-test-of-clients';
const hash = createHash('sha256').update(key).digest('hex');
const config = join(directory, 'sonde.json');
writeFileSync(config, JSON.stringify({ projects: { default: { keys: [`sha256:${hash}`] } } }));

describe.each(documentedProxies)('behind %s', (name, proxy) => {
  test.skipIf(!isInstalled(proxy))('all that each client sends is stored', async () => {
    const dataDirectory = join(directory, name);
    const args = ['--ingest-only', '--config', config, '--trust-proxy', 'loopback'];
    collector = await createCollectorProcess({ dataDirectory, args });
    await collector.start();
    const port = Number(new URL(collector.url).port);
    running = await startProxy(proxy, port, join(directory, `${name}-home`));
    const endpoint = running.url;
    const send = async (client: Client) => {
      const own = { endpoint, key: withKey(client, key), prefix: client.name };
      const limits = { count: 100, durationMs: 5_000, limitMs: 120_000 };
      return { name: client.name, ...(await runClient(client, { ...own, ...limits })) };
    };
    const runs = [];
    const these = someOf(chosenClients);
    for (let first = 0; first < these.length; first += atOnce) {
      const group = these.slice(first, first + atOnce);
      runs.push(...(await Promise.all(group.map(send))));
    }
    await running.stop();
    await collector.stop();

    // Queries are served only on loopback, without the proxy.
    collector = await createCollectorProcess({ dataDirectory });
    await collector.start();
    const stored = await countStoredLabels(collector.url);
    for (const { name: which, recorded, failed, unreported } of runs) {
      expect.soft([...failed], which).toEqual([]);
      expect.soft(unreported, which).toEqual([]);
      expect
        .soft(
          recorded.filter((label) => stored.get(label) !== 1),
          which,
        )
        .toEqual([]);
    }
  });
});
