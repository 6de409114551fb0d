// A private certificate authority, which the sender trusts if the tool's runtime does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ReceivingServer, startReceivingServer } from './receiving-server.js';
import { createToolHome, type ToolHome } from './tool-home.js';
import { project, runtimes } from './tool-variants.js';

let server: ReceivingServer;
let home: ToolHome;
let authorityCertificate: string;
/** The path of the authority's certificate. */
let authority: string;

beforeAll(async () => {
  const ca = await generate([{ name: 'commonName', value: 'A private authority' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  authorityCertificate = ca.cert;
  server = await startReceivingServer(0, { key: leaf.private, cert: leaf.cert });
});

afterAll(() => server.close());

beforeEach(() => {
  home = createToolHome(server.url);
  authority = join(home.path, 'authority.pem');
  writeFileSync(authority, authorityCertificate);
});

afterEach(() => home.remove());

/** Whether the runtime itself, with these options, trusts the server. */
async function isTrusted(command: readonly string[], variables: Record<string, string>) {
  const script = `require('node:https').get(${JSON.stringify(server.url)}, { method: 'HEAD' })
    .on('error', ({ code }) => { console.log(code); process.exit(); })
    .on('socket', (socket) => socket.on('secureConnect', () => { console.log('trusted'); process.exit(); }))`;
  const { stdout } = await home.run([...command, '-e', script], variables);
  expect(stdout).toMatch(/^(trusted|UNABLE_TO_\w+|SELF_SIGNED_\w+)\n$/);
  return stdout === 'trusted\n';
}

// On Linux, SSL_CERT_FILE names the store of the system.
const cases: [name: string, options: string[], variables: string[], settings: object, boolean][] = [
  ['nothing', [], [], {}, false],
  ['the store of the system alone', [], ['SSL_CERT_FILE'], {}, false],
  ['NODE_EXTRA_CA_CERTS', [], ['NODE_EXTRA_CA_CERTS'], {}, true],
  ['NODE_USE_SYSTEM_CA', [], ['SSL_CERT_FILE'], { NODE_USE_SYSTEM_CA: '1' }, true],
  ['NODE_USE_SYSTEM_CA, but not in the store', [], [], { NODE_USE_SYSTEM_CA: '1' }, false],
  ['--use-system-ca', ['--use-system-ca'], ['SSL_CERT_FILE'], {}, true],
  ['--use-system-ca, but not in the store', ['--use-system-ca'], [], {}, false],
  [
    '--use-system-ca in NODE_OPTIONS',
    [],
    ['SSL_CERT_FILE'],
    { NODE_OPTIONS: '--use-system-ca' },
    true,
  ],
  ['--use-openssl-ca', ['--use-openssl-ca'], ['SSL_CERT_FILE'], {}, true],
  [
    '--no-use-system-ca against NODE_USE_SYSTEM_CA',
    ['--no-use-system-ca'],
    ['SSL_CERT_FILE'],
    { NODE_USE_SYSTEM_CA: '1' },
    false,
  ],
];

describe.each(['Node.js 24', 'Node.js 26'] as const)('%s with a private authority', (runtime) => {
  test.each(cases)('%s', async (_name, options, paths, settings, expected) => {
    const variables = {
      ...Object.fromEntries(paths.map((name) => [name, authority])),
      ...settings,
      FIX_TURE_TELEMETRY_FLUSH_AT: '1',
    };
    const command = [runtimes[runtime], ...options];
    expect(await isTrusted(command, variables)).toBe(expected);
    const run = await home.run([...command, join(project, 'tool.mjs'), 'return'], variables);
    await home.untilAlone();
    expect(run).toMatchObject({ code: 0, stdout: 'tool output\n', stderr: 'tool error\n' });
    const names = server.events.splice(0).map(({ event }) => event);
    expect(names).toEqual(expected ? ['Command Invoked', 'Noted', 'Command Completed'] : []);
    const kept = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    expect(kept).toHaveLength(expected ? 0 : 1);
  });
});
