// What the SDK and the forwarders send to a vendor, beside what the vendor's own client sends for the same
// events. Each difference is listed here with its reason.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { destinationUrl, wireFormatOf } from '@sonde/destinations';
import type { WireEvent } from '@sonde/protocol';
import { expect, test } from 'vitest';

type Vendor = 'segment' | 'posthog' | 'amplitude';
interface ReceivedRequest {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

const program = fileURLToPath(new URL('programs/same-events.mjs', import.meta.url));
const key = 'key-of-the-vendor';

const common = {
  anonymous_id: '3f0a6a55-2c86-4d6c-9f0f-3a3a54b0f6a1',
  project_id: '7a1b2c3d-0000-4000-8000-000000000001',
  invocation_id: '5f0a6a55-2c86-4d6c-9f0f-3a3a54b0f6a0',
};
const properties = {
  invocation_id: common.invocation_id,
  command: 'lantern cache clear',
  flags: ['force', 'yes'],
  version: '1.4.0',
  env: 'prod',
  operating_system: 'darwin',
  is_ci: false,
};
const events = [
  {
    ...common,
    event: 'Cache Cleared',
    insert_id: '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90',
    timestamp: '2026-11-02T10:00:00.001Z',
    sequence: 1,
    flow: 'clear',
    flow_run_id: '9a1b2c3d-0000-4000-8000-000000000001',
    properties: { a: 1, ...properties, sequence: 1 },
  },
  {
    ...common,
    event: '$identify',
    user_id: 'u_1',
    insert_id: '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b91',
    timestamp: '2026-11-02T10:00:00.002Z',
    sequence: 2,
    properties: { ...properties, sequence: 2 },
  },
  {
    ...common,
    event: 'Cache Cleared',
    user_id: 'u_1',
    insert_id: '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b92',
    timestamp: '2026-11-02T10:00:00.003Z',
    sequence: 3,
    properties: { a: 1, ...properties, sequence: 3 },
  },
] satisfies WireEvent[];

/** What a tool's author would say of a person with the client. */
const traits: Record<Vendor, object> = {
  segment: { tool: 'lantern', version: '1.4.0', operating_system: 'macOS' },
  posthog: { $app_name: 'lantern', $app_version: '1.4.0', $os: 'Mac OS X' },
  amplitude: { tool: 'lantern', version: '1.4.0', operating_system: 'macOS' },
};
const firstTraits = { $initial_app_version: '1.4.0', $initial_os: 'Mac OS X' };

/** Which fields differ, by their path and with the reason. `event` is each event, `track` all but the sign-in. */
interface Differences {
  clientOnly: Record<string, string>;
  oursOnly: Record<string, string>;
  otherValue: Record<string, string>;
}

const library = 'names what has sent the event';
const versionAndSystem = 'fills the charts of versions and systems';

const differences: Record<Vendor, Differences> = {
  segment: {
    clientOnly: {
      writeKey: 'the key is in the header, as the documentation says',
      'event.integrations': 'without it, the default is the same: all',
      'event._metadata.jsRuntime': 'for statistics of Segment itself',
      'event._metadata.nodeVersion': 'for statistics of Segment itself',
    },
    oursOnly: {
      'event.context.app.name': versionAndSystem,
      'event.context.app.version': versionAndSystem,
      'event.context.groupId': 'the project; the client would need another call',
      'event.context.os.name': versionAndSystem,
    },
    otherValue: {
      sentAt: 'the time of sending',
      'event.context.library.name': library,
      'event.context.library.version': library,
    },
  },
  posthog: {
    clientOnly: {},
    oursOnly: {
      'event.properties.$app_name': versionAndSystem,
      'event.properties.$app_version': versionAndSystem,
      'event.properties.$ip': 'otherwise PostHog stores the address of the sender',
      'event.properties.$os': versionAndSystem,
      'identify.properties.$groups.project': 'the client has no groups here',
      ...Object.fromEntries(
        [
          ...Object.keys(properties).filter((name) => name !== 'flags'),
          ...['flags.0', 'flags.1', 'project_id', 'sequence'],
        ].map((name) => [`identify.properties.${name}`, 'the client takes only those of a person']),
      ),
    },
    otherValue: {
      sent_at: 'the time of sending',
      'event.properties.$lib': library,
      'event.properties.$lib_version': library,
      'identify.timestamp': 'the client takes none here',
      'identify.uuid': 'the client takes none here',
    },
  },
  amplitude: {
    clientOnly: { options: 'empty' },
    oursOnly: {
      'event.app_version': versionAndSystem,
      'event.os_name': versionAndSystem,
      'event.platform': versionAndSystem,
      'options.min_id_length': 'short ids are accepted',
    },
    otherValue: {
      client_upload_time: 'the time of sending',
      'event.event_id': 'counts in a run, from 1; the client counts in a process, from 0',
      'event.library': library,
    },
  },
};

/** The requests that the newest client of a vendor sends for the events; the first one can be refused. */
async function recordClient(vendor: Vendor, firstStatus = 200): Promise<ReceivedRequest[]> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const bytes = await buffer(request);
    const isGzip = request.headers['content-encoding'] === 'gzip';
    const body: unknown = JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString());
    requests.push({ path: request.url, headers: request.headers, body });
    const status = requests.length === 1 ? firstStatus : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: status }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const home = mkdtempSync(join(tmpdir(), 'sonde-client-'));
  try {
    const child = spawn(process.execPath, [program], { cwd: home, env: { HOME: home } });
    child.stdin.end(
      JSON.stringify({
        vendor,
        url: `http://127.0.0.1:${port}`,
        key,
        events: events.map((event) => ({ ...event, traits: traits[vendor], firstTraits })),
      }),
    );
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([code, errors]).toEqual([0, '']);
    return requests;
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const encode = (vendor: Vendor, retryCount = 0) =>
  wireFormatOf(vendor).encode(events, {
    ...{ key, library: 'sonde/0.1.0', tool: 'lantern', meta: {}, retryCount },
    sentAt: new Date().toISOString(),
  });

/** Every value in a JSON value, by its path. */
function flatten(value: unknown, path = '', found = new Map<string, unknown>()) {
  if (typeof value !== 'object' || value === null) found.set(path, value);
  else if (Object.keys(value).length === 0) found.set(path, value);
  else {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, path === '' ? name : `${path}.${name}`, found);
    }
  }
  return found;
}

/** Where in a request a value is: `event.messageId` instead of `batch.0.messageId`. */
function nameOf(path: string, isIn: (path: string) => boolean): string {
  const [, list, name] = /^(batch|events)\.\d+\.(.+)/.exec(path) ?? [];
  if (name === undefined) return path;
  const where = [0, 1, 2].filter((index) => isIn(`${list}.${index}.${name}`)).join();
  const kinds: Record<string, string> = { '0,1,2': 'event', '0,2': 'track', '1': 'identify' };
  return where in kinds ? `${kinds[where]}.${name}` : path;
}

/** The names of the fields that differ. */
function compare(theirs: Map<string, unknown>, ours: Map<string, unknown>) {
  const namesOf = (paths: string[]) =>
    [...new Set(paths.map((path) => nameOf(path, (other) => paths.includes(other))))].sort();
  const text = (value: unknown) => JSON.stringify(value);
  return {
    clientOnly: namesOf([...theirs.keys()].filter((path) => !ours.has(path))),
    oursOnly: namesOf([...ours.keys()].filter((path) => !theirs.has(path))),
    otherValue: namesOf(
      [...ours].flatMap(([path, value]) =>
        theirs.has(path) && text(theirs.get(path)) !== text(value) ? path : [],
      ),
    ),
  };
}

test.each<Vendor>(['segment', 'posthog', 'amplitude'])(
  '%s receives from us what it receives from its own client, with listed differences',
  async (vendor) => {
    const [request, ...others] = await recordClient(vendor);
    expect(others).toEqual([]);
    const { headers, body } = encode(vendor);
    const found = compare(flatten(request?.body), flatten(JSON.parse(body)));
    const { clientOnly, oursOnly, otherValue } = differences[vendor];
    expect(found).toEqual({
      clientOnly: Object.keys(clientOnly).sort(),
      oursOnly: Object.keys(oursOnly).sort(),
      otherValue: Object.keys(otherValue).sort(),
    });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', ...headers });
    expect(request?.headers['content-encoding'] === 'gzip').toBe(wireFormatOf(vendor).compresses);
    const url = destinationUrl(vendor, 'http://127.0.0.1') ?? '';
    expect(request?.path).toBe(new URL(url).pathname);
  },
);

test('a repeat for Segment has the number of earlier attempts in a header', async () => {
  const [first, second] = await recordClient('segment', 503);
  expect(first?.headers).not.toHaveProperty('x-retry-count');
  expect(encode('segment').headers).not.toHaveProperty('x-retry-count');
  expect(second?.headers).toMatchObject(encode('segment', 1).headers);
  expect(encode('segment', 1).headers).toHaveProperty('x-retry-count');
});
