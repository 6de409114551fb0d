import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { type Client, clients, variants, withKey } from './clients.js';
import { type ExpectedEvent, expectEvents } from './expected-events.js';
import { type ClientRun, runClient } from './run-client.js';

// Each client sends one event of each kind, all of them at once, each to a project of its own.

const directory = mkdtempSync(join(tmpdir(), 'sonde-mapping-'));
const all = [...clients, ...variants];
const projectOf = ({ name }: Client) => name.replace(/\W+/g, '-');
const keyOf = (client: Client) => withKey(client, `sonde_wk_${projectOf(client)}`);
const time = new Date(Date.now() - 3_600_000).toISOString();

interface ExportedEvent {
  [field: string]: unknown;
  event: string;
  insert_id: string;
  properties: Record<string, unknown>;
}

let collector: CollectorProcess;
const runs = new Map<Client, ClientRun>();

beforeAll(async () => {
  const config = join(directory, 'sonde.json');
  const projects = Object.fromEntries(
    all.map((client) => {
      const hash = createHash('sha256')
        .update(`sonde_wk_${projectOf(client)}`)
        .digest('hex');
      return [projectOf(client), { keys: [`sha256:${hash}`] }];
    }),
  );
  writeFileSync(config, JSON.stringify({ projects }));
  collector = await createCollectorProcess({
    dataDirectory: join(directory, 'data'),
    args: ['--config', config],
  });
  await collector.start();
  await Promise.all(
    all.map(async (client) => {
      const own = { prefix: client.name, key: keyOf(client) };
      runs.set(client, await runClient(client, { ...plan(), ...own }));
    }),
  );
});
afterAll(async () => {
  await collector.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function readLines(path: string, init?: RequestInit): Promise<unknown[]> {
  const response = await fetch(`${collector.url}/api/v1${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} returned ${response.status}: ${text}`);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

const exported = async (client: Client) =>
  (await readLines(`/export/events?format=ndjson&project=${projectOf(client)}`)) as ExportedEvent[];

/** By name and by what tells events with the same name apart. */
function inOrder<T extends ExpectedEvent>(events: readonly T[]): T[] {
  const rank = ({ event, properties }: ExpectedEvent) =>
    `${event} ${/"\$?(label|name)":"[^"]*"|"\$add":\{[^}]*\}|"\$groups":\[/.exec(JSON.stringify(properties) ?? '')}`;
  return events.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

const plan = () => ({ endpoint: collector.url, time, limitMs: 60_000 });

describe.each(all)('$name', (client) => {
  const expected = expectEvents(client, time);

  test('reports all as delivered', () => {
    const { recorded, delivered, failed, crash } = runs.get(client) ?? {};
    expect(crash).toBeUndefined();
    expect(failed).toEqual(new Map());
    expect([...(delivered ?? [])].sort()).toEqual([...(recorded ?? [])].sort());
  });

  test('each event is stored once, with its name, ids, time and properties', async () => {
    const events = await exported(client);
    expect(inOrder(events)).toMatchObject(inOrder(expected));
    expect(new Set(events.map(({ insert_id }) => insert_id)).size).toBe(expected.length);
  });

  test('its people are one person', async () => {
    const response = await readLines(`/projects/${projectOf(client)}/people/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: `${client.name}-user` }),
    });
    const events = (response as { event: ExportedEvent }[]).map(({ event }) => event);
    // An event about a group names nobody.
    const ofPerson = expected.filter(
      ({ user_id, anonymous_id }) => user_id !== null || anonymous_id !== null,
    );
    expect(inOrder(events)).toMatchObject(inOrder(ofPerson));
  });
});
