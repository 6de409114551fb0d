import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { agentEvents } from './agent-events.js';
import { awkwardEvents, longCommand } from './awkward-events.js';
import { openPage, type WatchedPage } from './open-page.js';
import { postEvents } from './post-events.js';
import { recordEvents } from './recorded-events.js';

const undeclaredFlow = '<b>undeclared</b> & "flow"';

/** A collector with several weeks of events, and browsers to view it. */
export interface DashboardWorld {
  readonly url: string;
  /** Another collector, without events; stopped with the world. */
  startCollector(name: string): Promise<CollectorProcess>;
  /**
   * Ids of two invocations, one with interleaved runs and long names and one with a gap, and of a run
   * whose arguments were refused.
   */
  readonly awkward: { interleaved: string; gap: string; refused: string };
  readonly undeclaredFlow: string;
  /** Opens a browser while `use` runs. */
  withPage(
    options: Parameters<typeof openBrowser>[0],
    use: (page: Page, watched: WatchedPage) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Quarantined events and loss reports of the world's collector. */
export const troubles = {
  quarantined: { event_name_invalid: 2, event_timestamp_invalid: 1 },
  loss: { recorded: 30, sent: 4, dropped: { age: 20, size: 6, value: 3 } },
};

async function reportTroubles(url: string): Promise<void> {
  const body = {
    events: [
      { insert_id: 'nameless-1' },
      { insert_id: 'nameless-2', event: '' },
      { insert_id: 'timeless', event: 'Late', timestamp: 'yesterday' },
    ],
    meta: { loss: troubles.loss },
  };
  // Sent twice, as by a client that did not get the response.
  for (let time = 0; time < 2; time += 1) {
    const answer = await fetch(`${url}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 202) throw new Error(await answer.text());
  }
}

export async function createDashboardWorld(): Promise<DashboardWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-dashboard-'));
  const collectors: CollectorProcess[] = [];
  const start = async (name: string) => {
    const collector = await createCollectorProcess({ dataDirectory: join(directory, name) });
    collectors.push(collector);
    await collector.start();
    return collector;
  };
  const { url } = await start('data');
  const now = Date.now();
  await postEvents(url, [
    ...[...recordEvents({ invocations: 400, now })].flat(),
    ...awkwardEvents(now),
    ...agentEvents(now),
  ]);
  await reportTroubles(url);
  const idOf = async (query: string) => {
    const answer = await fetch(`${url}/api/v1/invocations?limit=1&${query}`);
    const { invocations } = (await answer.json()) as { invocations: { invocation_id: string }[] };
    return invocations[0]!.invocation_id;
  };
  const rejections = await fetch(`${url}/api/v1/rejections`);
  const { reasons } = (await rejections.json()) as { reasons: { last_invocation_id: string }[] };
  return {
    url,
    startCollector: start,
    awkward: {
      interleaved: await idOf(`command=${encodeURIComponent(longCommand)}`),
      gap: await idOf(`flow=${encodeURIComponent(undeclaredFlow)}`),
      refused: reasons[0]!.last_invocation_id,
    },
    undeclaredFlow,
    async withPage(options, use) {
      const browser = await openBrowser(options);
      try {
        const watched = await openPage(browser.context, url);
        await use(watched.page, watched);
      } finally {
        await browser.close();
      }
    },
    async close() {
      for (const collector of collectors) await collector.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
