import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { openEmbeddedStore, type Store } from '@sonde/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import {
  type CollectorProcess,
  createTestDirectory,
  readExport,
  startProcess,
} from './testing/collector-process.js';

const directory = createTestDirectory();
let collector: CollectorProcess;

beforeAll(async () => {
  collector = await startProcess(['--data-dir', directory.path('data')]);
});
afterAll(async () => {
  await collector.stop();
  directory.remove();
});

const megabyteHead = [
  'POST /ingest HTTP/1.1',
  'Host: 127.0.0.1',
  'Content-Type: application/json',
  'Content-Length: 1000000',
  '',
  '',
].join('\r\n');

/** Opens connections that send only this. */
async function openSlow(url: string, count: number, sent: string | Buffer): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname));
  await Promise.all(
    sockets.map(async (socket) => {
      socket.on('error', () => {}).resume();
      await once(socket, 'connect');
      if (sent.length > 0) await new Promise<void>((done) => socket.write(sent, () => done()));
    }),
  );
  return sockets;
}

async function post(url: string, insert_id: string): Promise<number> {
  const answer = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'Normal', insert_id }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('a client is served despite idle connections', () => {
  test.each<[string, number, string | Buffer]>([
    ['64 that declare 1 MB and send one byte', 64, `${megabyteHead}{`],
    ['1,000 that declare 1 MB and send one byte', 1_000, `${megabyteHead}{`],
    ['1,000 that send half a head', 1_000, megabyteHead.slice(0, 60)],
    ['1,000 that send nothing', 1_000, ''],
    ['80 that send all of 1 MB but the last bytes', 80, megabyteHead + ' '.repeat(999_990)],
  ])('%s', async (name, count, sent) => {
    const slow = await openSlow(collector.url, count, sent);
    // A body counts as slow after a second.
    await expect.poll(() => post(collector.url, `${name} first`)).toBe(202);
    const ids = Array.from({ length: 20 }, (_, index) => `${name} ${index}`);
    const statuses = await Promise.all(ids.map((id) => post(collector.url, id)));
    expect(new Set(statuses)).toEqual(new Set([202]));
    const stored = (await readExport(collector.url)).map(({ insert_id }) => insert_id);
    expect(stored).toEqual(expect.arrayContaining(ids));
    for (const socket of slow) socket.destroy();
  });
});

describe('with a slow body', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openEmbeddedStore({ directory: directory.path('own-data') });
  });
  afterAll(() => store.close());

  test('one that is too slow gets 408; one that is fast enough is accepted', async () => {
    const app = await createCollector({
      store,
      http: { bodyPace: { windowMs: 500, bytesMin: 20 } },
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const body = `{"event":"Paced","insert_id":"paced"}${' '.repeat(1_000)}`;
    const head = megabyteHead.replace('1000000', String(body.length));
    const send = async (bytesEach50Ms: number) => {
      const [socket] = await openSlow(url, 1, head);
      let answer = '';
      socket!.setEncoding('utf8').on('data', (text) => {
        answer += text;
      });
      for (let at = 0; at < body.length && answer === ''; at += bytesEach50Ms) {
        socket!.write(body.slice(at, at + bytesEach50Ms));
        await delay(50);
      }
      await expect.poll(() => answer).not.toBe('');
      socket!.destroy();
      return answer;
    };
    const [slow, quick] = await Promise.all([send(1), send(40)]);
    expect(slow).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
    expect(quick).toMatch(/^HTTP\/1\.1 202 /);
    await app.close();
  });

  test('the connection of a client that ignores the response is closed', async () => {
    const app = await createCollector({
      store,
      http: { bodyPace: { windowMs: 100, bytesMin: 20 } },
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = new URL(url);
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.write(`${megabyteHead}{`);
    await once(socket.resume(), 'end');
    const nagging = setInterval(() => socket.write(' '), 50);
    await expect.poll(() => socket.closed).toBe(true);
    clearInterval(nagging);
    await app.close();
  });

  test('a connection over the limit replaces the one that has waited longest', async () => {
    const app = await createCollector({ store, http: { connectionsMax: 10 } });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const slow = await openSlow(url, 8, `${megabyteHead}{`);
    // Once this one has its response, all earlier ones are registered.
    expect(await post(url, 'after them')).toBe(202);
    const silent = await openSlow(url, 10, '');
    await expect.poll(() => slow.every((socket) => socket.closed)).toBe(true);
    expect(await post(url, 'beside them')).toBe(202);
    for (const socket of silent) socket.destroy();
    await app.close();
  });
});

describe('a request that is refused before its body is read', () => {
  /**
   * Like requests of some proxies: the connection will be closed, and a reset loses the response.
   */
  const ask = (path: string, length: number) =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: close',
      `Content-Length: ${length}`,
      '',
      '',
    ].join('\r\n');

  test.each([
    ['/nothing', 900_000, 404],
    ['/nothing', 3_000_000, 404],
    ['/ingest', 1_100_000, 413],
    ['/ingest', 3_000_000, 413],
    ['/api/v1/deletions', 900_000, 415],
  ])('%s, %i bytes: %i, without a reset', async (path, length, status) => {
    const { port } = new URL(collector.url);
    for (let round = 0; round < 10; round += 1) {
      const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
      socket.write(ask(path, length));
      // In pieces, as a proxy passes them on.
      for (let at = 0; at < length; at += 100_000) {
        await new Promise<void>((done) => {
          socket.write(Buffer.alloc(Math.min(100_000, length - at), ' '), () => done());
        });
      }
      let text = '';
      for await (const chunk of socket) text += chunk;
      expect(text.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
      expect(text).toContain(`"status":${status}`);
    }
  });

  test('an endless body gets a response, and is cut', async () => {
    const { port } = new URL(collector.url);
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.write(ask('/ingest', 1_000_000_000));
    await expect.poll(() => text).toContain('"code":"body_too_large"');
    // It has time to read the response.
    await expect.poll(() => socket.closed).toBe(true);
  });
});

describe('requests sent without waiting for responses', () => {
  const get = (path: string, count: number) =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(count);

  let own: Store | undefined;
  const openOwn = async () => {
    own ??= await openEmbeddedStore({ directory: directory.path('unanswered') });
    return own;
  };
  afterAll(() => own?.close());

  /** Connections that send this and read nothing. */
  async function openUnread(count: number, sent: string): Promise<Socket[]> {
    const sockets = await openSlow(collector.url, count, '');
    for (const socket of sockets) socket.pause().write(sent);
    return sockets;
  }

  test('a few at a time are all answered, in order', async () => {
    const [socket] = await openSlow(collector.url, 1, '');
    let text = '';
    socket!.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    for (const round of [1, 2, 3]) {
      socket!.write(get('/healthz', 4) + get('/nothing', 4));
      await expect.poll(() => text.match(/HTTP\/1\.1 \d+/g)?.length).toBe(8 * round);
    }
    const statuses = [200, 200, 200, 200, 404, 404, 404, 404].map((status) => `HTTP/1.1 ${status}`);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual([...statuses, ...statuses, ...statuses]);
    socket!.destroy();
  });

  test('900 at once on each of 20 connections close them, without using memory', async () => {
    const memoryKb = () => {
      const status = readFileSync(`/proc/${collector.child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
    };
    const before = memoryKb();
    const sockets = await openUnread(20, get('/api/v1/openapi.json', 900));
    // Only a writing client notices a reset.
    await expect
      .poll(() => sockets.filter((socket) => !socket.closed && socket.write('\r\n')).length)
      .toBe(0);
    expect(await post(collector.url, 'beside 18,000')).toBe(202);
    expect(memoryKb() - before).toBeLessThan(200_000);
  });

  test('an unread dashboard file takes no descriptor', async () => {
    const descriptors = () => readdirSync(`/proc/${collector.child.pid}/fd`).length;
    const page = await (await fetch(collector.url)).text();
    const [asset = ''] = page.match(/\/assets\/index-[\w-]+\.js/) ?? [];
    const before = descriptors();
    const sockets = [
      ...(await openUnread(4, get(asset, 800))),
      ...(await openUnread(50, get(asset, 8))),
    ];
    // A later request is answered once they have their responses.
    for (let round = 0; round < 5; round += 1) {
      await (await fetch(new URL(asset, collector.url))).arrayBuffer();
    }
    // Those of the connections.
    expect(descriptors() - before).toBeLessThan(sockets.length + 10);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => descriptors() - before).toBeLessThan(10);
  });

  test('sources of responses end with the connection, also behind an unfinished response', async () => {
    const app = await createCollector({ store: await openOwn() });
    const streams: Readable[] = [];
    const endless = () => {
      const stream = new Readable({ read() {} });
      stream.push('begun');
      streams.push(stream);
      return stream;
    };
    app.get('/endless', { config: { access: 'public' } }, async () => endless());
    let isGone = () => {};
    const gone = new Promise<void>((resolve) => {
      isGone = resolve;
    });
    app.get('/late', { config: { access: 'public' } }, async () => {
      await gone;
      return endless();
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    app.server.on('connection', (connection) => connection.on('close', isGone));
    const [socket] = await openSlow(url, 1, get('/endless', 3) + get('/late', 3));
    await expect.poll(() => streams.length).toBe(3);
    socket!.destroy();
    await expect.poll(() => streams.length).toBe(6);
    await expect.poll(() => streams.map(({ destroyed }) => destroyed)).not.toContain(false);
    await app.close();
  });

  test('an unread response is cut; one that is read or slow to produce is not', async () => {
    const app = await createCollector({ store: await openOwn(), http: { drainTimeoutMs: 2_000 } });
    // More than the buffers of both ends hold.
    const large = Buffer.alloc(30_000_000, ' ');
    app.get('/large', { config: { access: 'public' } }, async () => large);
    app.get('/late', { config: { access: 'public' } }, async () => {
      await delay(3_000);
      return 'late';
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const connections: Socket[] = [];
    app.server.on('connection', (connection) => connections.push(connection));
    const [unread] = await openSlow(url, 1, '');
    unread!.pause().write(get('/large', 1));
    const [slow] = await openSlow(url, 1, '');
    let bytes = 0;
    let pauses = 0;
    slow!.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes < (pauses + 1) * 1_000_000) return;
      pauses += 1;
      slow!.pause();
      setTimeout(() => slow!.resume(), 100);
    });
    slow!.write(get('/large', 1));
    const late = await fetch(`${url}/late`);
    expect(await late.text()).toBe('late');
    await expect.poll(() => bytes).toBeGreaterThan(large.length);
    await expect.poll(() => connections[0]?.destroyed).toBe(true);
    unread!.resume();
    await expect.poll(() => unread!.closed).toBe(true);
    slow!.destroy();
    await app.close();
  });
});
