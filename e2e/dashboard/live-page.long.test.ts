import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { findAccessibilityFaults, openPage, settle } from './open-page.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-live-'));
let collector: CollectorProcess;

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: join(directory, 'data') });
  await collector.start();
});
afterAll(async () => {
  await collector.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Sends one batch until it is acknowledged, as the SDK does. */
async function send(batch: string, more: object = {}): Promise<string[]> {
  const ids = [1, 2, 3].map((sequence) => `${batch}-${sequence}`);
  const events = ids.map((insert_id, i) => ({
    ...{ event: 'Noted', insert_id, distinct_id: 'd', timestamp: new Date().toISOString() },
    ...{ invocation_id: `run-${batch}`, sequence: i + 1, properties: { version: '1.0.0' } },
    ...more,
  }));
  for (;;) {
    try {
      const response = await fetch(`${collector.url}/ingest`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events, sent_at: new Date().toISOString() }),
      });
      if (response.status === 202) return ids;
    } catch {
      // Killed: send the same batch again.
    }
    await delay(20);
  }
}

/** A client outside the browser: it only knows the last id. */
function followInNode() {
  const ended = new AbortController();
  const read: string[] = [];
  let id = '';
  const running = (async () => {
    while (!ended.signal.aborted) {
      try {
        const response = await fetch(`${collector.url}/api/v1/live`, {
          signal: ended.signal,
          headers: id === '' ? {} : { 'last-event-id': id },
        });
        let text = '';
        const decoder = new TextDecoder();
        // The browser's types lack what streams of Node.js can do.
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          text += decoder.decode(chunk, { stream: true });
          const messages = text.split('\n\n');
          text = messages.pop() ?? '';
          for (const message of messages) {
            id = /^id: (.*)$/m.exec(message)?.[1] ?? id;
            const data = /^event: stored\ndata: (.*)$/m.exec(message)?.[1];
            if (data !== undefined) read.push(JSON.parse(data).insert_id);
          }
        }
      } catch {
        // The connection is lost: come back.
      }
      await delay(50);
    }
  })();
  return {
    read,
    isConnected: () => id !== '',
    async close() {
      ended.abort();
      await running;
    },
  };
}

async function withLivePage(
  use: (page: Page, complaints: string[]) => Promise<void>,
  {
    path = '/live',
    ...options
  }: { path?: string; viewport?: { width: number; height: number } } = {},
) {
  const { context, close } = await openBrowser(options);
  try {
    const { page, complaints } = await openPage(context, collector.url);
    await page.goto(`${collector.url}${path}`);
    await page.locator('[data-live-state=open]').waitFor();
    await use(page, complaints);
  } finally {
    await close();
  }
}

const shownIds = (page: Page) =>
  page
    .locator('[data-live-event]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-live-event') ?? ''));

test('a killed collector neither loses nor repeats an event for a reader', async () => {
  const reader = followInNode();
  await expect.poll(reader.isConnected).toBe(true);
  await withLivePage(async (page) => {
    const sent: string[] = [];
    let isSending = true;
    const workers = ['a', 'b', 'c'].map(async (worker) => {
      for (let count = 0; isSending; count += 1) {
        sent.push(...(await send(`${worker}${count}`)));
        await delay(150);
      }
    });
    for (let kills = 0; kills < 2; kills += 1) {
      await delay(1_500);
      await collector.kill();
      await collector.start();
    }
    await delay(500);
    isSending = false;
    await Promise.all(workers);
    const all = sent.sort();
    await expect.poll(() => reader.read.length).toBeGreaterThanOrEqual(all.length);
    await expect.poll(async () => (await shownIds(page)).sort()).toEqual(all);
    await delay(1_000);
    expect([...reader.read].sort()).toEqual(all);
    expect((await shownIds(page)).sort()).toEqual(all);
  });
  await reader.close();
});

test('the page pauses and resumes, filters by name, and opens an event in its invocation', async () => {
  await withLivePage(async (page, complaints) => {
    await send('first');
    await expect.poll(() => shownIds(page)).toEqual(['first-3', 'first-2', 'first-1']);
    await page.getByRole('button', { name: 'Pause' }).click();
    await send('second');
    const resume = page.getByRole('button', { name: 'Show 3 new events' });
    await resume.waitFor();
    expect(await shownIds(page)).toHaveLength(3);
    await resume.click();
    expect((await shownIds(page)).slice(0, 3)).toEqual(['second-3', 'second-2', 'second-1']);
    await settle(page);
    expect(await findAccessibilityFaults(page)).toEqual([]);

    await page.getByLabel('Event name').fill('Built');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('event') === 'Built');
    await page.locator('[data-live-state=open]').waitFor();
    await send('third');
    await send('fourth', { event: 'Built' });
    await expect.poll(() => shownIds(page)).toEqual(['fourth-3', 'fourth-2', 'fourth-1']);

    await page.locator('[data-live-event=fourth-2] a').click();
    await page.locator('[data-target]').waitFor();
    expect(await page.locator('[data-target]').getAttribute('data-sequence')).toBe('2');
    expect(new URL(page.url()).pathname).toBe('/invocations/run-fourth');
    expect(complaints).toEqual([]);
  });
});
