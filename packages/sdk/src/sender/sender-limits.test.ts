// The limits of a sender's memory and time, whatever is in the spool and however the server responds.
import { execFileSync } from 'node:child_process';
import { appendFileSync, openSync, readlinkSync, truncateSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, drain, runNode, runTool, type TestHome } from '../fixtures/run-tool.js';
import { formatSpoolFileName, type SpoolFileName } from '../spool/spool-file-name.js';

/** The peak memory of an empty script, and the limit for a sender, in bytes. */
const emptyMemory = () => {
  const script = "console.log(require('fs').readFileSync('/proc/self/status', 'utf8'))";
  const status = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1_024;
};
const mostMemory = process.platform === 'linux' ? 1.6 * emptyMemory() : 0;
const senderPath = fileURLToPath(new URL('../../dist/sender.cjs', import.meta.url));

let home: TestHome;
let url: string;
let close: () => void;
/** Number of events that arrived; the bodies are not kept. */
let requests: number;

beforeEach(async () => {
  requests = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      requests += 1;
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"accepted":25}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  home = createTestHome(url);
});

afterEach(() => {
  close();
  home.remove();
});

function* uuids(): Generator<string> {
  for (let index = 1; ; index += 1) {
    yield `0b3c9a52-6f0e-4a57-9a35-${index.toString(16).padStart(12, '0')}`;
  }
}
const ids = uuids();

/** Writes a spool file of about this size, open or ready. */
function fill(bytes: number, state: 'open' | 'ready'): void {
  const invocationId = ids.next().value as string;
  const name: SpoolFileName = {
    state,
    openedAt: Date.now() - 100_000,
    // No system has so many processes.
    pid: 2 ** 30,
    invocationId,
    destination: home.tag(),
    events: 100,
    bytes,
    offset: 0,
    claimedAt: 0,
    claimedBy: 0,
    claimedIn: 0,
  };
  const fd = openSync(join(home.spool, formatSpoolFileName(name)), 'w');
  const namespace = readlinkSync('/proc/self/ns/pid');
  const opened = {
    control: 'opened',
    pid: 2 ** 30,
    start: '1',
    namespace,
    invocation_properties: [],
  };
  let written = writeSync(fd, `${JSON.stringify(opened)}\n`);
  const properties = Object.fromEntries(
    Array.from({ length: 16 }, (_, index) => [`property_${index}`, `value ${index}`]),
  );
  for (let sequence = 1; written < bytes; sequence += 100) {
    let lines = '';
    for (let index = sequence; index < sequence + 100; index += 1) {
      const insert_id = `${invocationId}-${index}`;
      lines += `${JSON.stringify({ event: 'E', insert_id, sequence: index, properties })}\n`;
    }
    written += writeSync(fd, lines);
  }
}

describe.skipIf(process.platform !== 'linux')(
  'peak memory stays below 1.6 times that of an empty script',
  () => {
    beforeEach(async () => {
      await runTool(home, ['app', 'run', 'return']);
    });

    test('with a full spool of many files', async () => {
      for (let index = 0; index < 900; index += 1) fill(10_000, 'ready');
      const { peakMemoryBytes, sent, waiting } = await drain(home);
      expect(waiting).toBe(0);
      expect(sent).toBeGreaterThan(10_000);
      expect(peakMemoryBytes).toBeLessThan(mostMemory);
    });

    test('with a full spool of one file', async () => {
      fill(9_500_000, 'open');
      const { peakMemoryBytes, sent, waiting } = await drain(home);
      expect(waiting).toBe(0);
      expect(sent).toBeGreaterThan(10_000);
      expect(peakMemoryBytes).toBeLessThan(mostMemory);
    });

    test.each(['open', 'ready'] as const)(
      'with a file of 1 GB, which is dropped and counted: %s',
      async (state) => {
        fill(1_000_000, state);
        const large = home.files().find((name) => name.includes(`_${2 ** 30}_`)) ?? '';
        truncateSync(join(home.spool, large), 1_000_000_000);
        const { peakMemoryBytes, sent, waiting } = await drain(home);
        expect({ sent, waiting }).toEqual({ sent: 5, waiting: 0 });
        expect(peakMemoryBytes).toBeLessThan(mostMemory);
      },
    );

    test('with 1 GB of quarantined events, and a response without end', async () => {
      appendFileSync(join(home.spool, 'quarantine-2020-01-01.jsonl'), 'x\n');
      truncateSync(join(home.spool, 'quarantine-2020-01-01.jsonl'), 1_000_000_000);
      const page = 'x'.repeat(100_000);
      const endless = createServer((_request, response) => {
        response.writeHead(202);
        const more = () => {
          while (response.write(page));
          response.once('drain', more);
        };
        more();
      });
      await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
      const port = (endless.address() as AddressInfo).port;
      await runTool(home, ['app', 'run', 'return'], {
        FIX_TURE_TELEMETRY_ENDPOINT: `http://127.0.0.1:${port}`,
      });
      const { peakMemoryBytes } = await drain(home);
      expect(peakMemoryBytes).toBeLessThan(mostMemory);
      endless.close();
      endless.closeAllConnections();
    });
  },
);

describe.skipIf(process.platform === 'win32')('the deadline holds', () => {
  test('while a server sends its response byte by byte', async () => {
    const slow = createServer((request, response) => {
      request.resume();
      response.writeHead(202, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(timer));
    });
    const sockets = new Set<Socket>();
    slow.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    await runTool(home, ['app', 'run', 'return'], {
      FIX_TURE_TELEMETRY_ENDPOINT: `http://127.0.0.1:${(slow.address() as AddressInfo).port}`,
      FIX_TURE_TELEMETRY_REQUEST_TIMEOUT_MS: '120000',
    });
    const startedAt = performance.now();
    expect(await drain(home, ['--now', '--deadline-ms=1500'])).toMatchObject({
      sent: 0,
      waiting: 1,
    });
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    slow.close();
    for (const socket of sockets) socket.destroy();
  });

  test('with a pipe in place of a file, which is not touched', async () => {
    await runTool(home, ['app', 'run', 'return']);
    const name = home.files().find((file) => file.endsWith('.ready.jsonl')) ?? '';
    const pipe = name.replace(/^\d+/, '1000').replace(/ready/, 'open');
    execFileSync('mkfifo', [join(home.spool, pipe)]);
    const { code } = await runNode(
      [senderPath, home.spool, '--now', '--deadline-ms=3000'],
      home.environment,
    );
    expect(code).toBe(0);
    expect(requests).toBe(1);
  });
});
