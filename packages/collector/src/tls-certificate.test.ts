import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDirectory } from './testing/collector-process.js';
import { describeValidity, followCertificate, readCertificate } from './tls-certificate.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

const certFile = directory.path('cert.pem');
const keyFile = directory.path('key.pem');
const files = { certFile, keyFile };
const make = (name: string) =>
  generate([{ name: 'commonName', value: name }], { keyType: 'ec', algorithm: 'sha256' });
let first: Awaited<ReturnType<typeof make>>;
let second: Awaited<ReturnType<typeof make>>;

beforeAll(async () => {
  first = await make('first.example');
  second = await make('second.example');
});

function write(cert: string, key: string): void {
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
}

test('a certificate and its key are read', async () => {
  write(first.cert, first.private);
  const { cert, key, validTo } = await readCertificate(files);
  expect([cert, key]).toEqual([first.cert, first.private]);
  expect(validTo.getTime()).toBeGreaterThan(Date.now());
});

test.each<[string, () => void, string, RegExp]>([
  [
    'a key of another certificate',
    () => write(first.cert, second.private),
    'certificate_invalid',
    /key\.pem does not belong to the certificate in .*cert\.pem/,
  ],
  [
    'no certificate',
    () => write('hello', first.private),
    'certificate_invalid',
    /cert\.pem does not begin with a certificate in PEM/,
  ],
  [
    'both files swapped',
    () => write(first.private, first.cert),
    'certificate_invalid',
    /cert\.pem does not begin with a certificate/,
  ],
  [
    'no key',
    () => write(first.cert, ''),
    'certificate_invalid',
    /key\.pem does not contain a private key in PEM/,
  ],
  [
    'a damaged chain',
    () => write(`${first.cert}\n${second.cert.replace(/[A-Za-z0-9]{40}/, '')}`, first.private),
    'certificate_invalid',
    /cert\.pem: /,
  ],
])('%s: the error explains it', async (_, prepare, code, detail) => {
  prepare();
  await expect(readCertificate(files)).rejects.toMatchObject({
    code,
    detail: expect.stringMatching(detail),
  });
});

test('a missing file is named', async () => {
  write(first.cert, first.private);
  await expect(
    readCertificate({ certFile, keyFile: directory.path('none.pem') }),
  ).rejects.toMatchObject({
    code: 'file_not_readable',
    detail: expect.stringContaining('none.pem'),
  });
});

test('expired, future and soon expiring certificates are reported', async () => {
  const dayMs = 86_400_000;
  const certificate = {
    cert: '',
    key: '',
    validFrom: new Date(10 * dayMs),
    validTo: new Date(100 * dayMs),
  };
  expect(describeValidity(certificate, 9 * dayMs)).toContain('not valid before 1970-01-11');
  expect(describeValidity(certificate, 50 * dayMs)).toBeUndefined();
  expect(describeValidity(certificate, 94 * dayMs)).toContain('expires on 1970-04-11');
  expect(describeValidity(certificate, 101 * dayMs)).toContain('expired on 1970-04-11');
});

/** In one step: half a file would be another fault. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

test('a server loads a new certificate, and keeps the old one while the files do not match', async () => {
  write(first.cert, first.private);
  const server = createServer({ cert: first.cert, key: first.private });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const askName = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      }).on('error', reject);
    });
  const logged: string[] = [];
  const unfollow = followCertificate(server, {
    ...files,
    current: await readCertificate(files),
    log: {
      info: (message) => logged.push(message),
      warn: (_details, message) => logged.push(message),
    },
    intervalMs: 20,
  });
  expect(await askName()).toBe('first.example');
  replace(certFile, second.cert);
  await expect.poll(() => logged).toEqual(['Kept the old TLS certificate']);
  expect(await askName()).toBe('first.example');
  replace(keyFile, second.private);
  await expect.poll(askName).toBe('second.example');
  expect(logged).toEqual([
    'Kept the old TLS certificate',
    expect.stringContaining('Loaded the new TLS certificate'),
  ]);
  unfollow();
  server.close();
});
