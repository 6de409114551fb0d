import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfigFile } from '../config-file.js';
import { createTestDirectory } from '../testing/collector-process.js';
import type { AlertMessage } from './alert-message.js';
import { defaultAlertSettings } from './alert-settings.js';
import { sendMessage } from './send-message.js';

const directory = createTestDirectory();
const servers: SMTPServer[] = [];
let certificate: { cert: string; private: string };
/** What servers received: the envelope's recipients and the mail. */
const mails: { to: string[]; text: string; isSecure: boolean; user: unknown }[] = [];

beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  writeFileSync(directory.path('ca.pem'), certificate.cert);
  writeFileSync(directory.path('password'), 'correct horse\n');
});
beforeEach(() => {
  mails.length = 0;
});
afterAll(async () => {
  for (const server of servers) await new Promise<void>((done) => server.close(done));
  directory.remove();
});

async function startServer(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    ...{ cert: certificate.cert, key: certificate.private, logger: false },
    onAuth: ({ username, password }, _session, callback) =>
      username === 'sonde' && password === 'correct horse'
        ? callback(null, { user: username })
        : callback(new Error('wrong password')),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
          ...{ isSecure: session.secure, user: session.user },
        });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return (server.server.address() as AddressInfo).port;
}

async function settingsOf(port: number, security: string, login: string) {
  writeFileSync(
    directory.path('sonde.yaml'),
    `alerts:
  smtp:
    host: localhost
    port: ${port}
    security: ${security}
    from: sonde@example.org
${login}`,
  );
  const { alerts } = await readConfigFile(directory.path('sonde.yaml'));
  return { ...defaultAlertSettings, ...alerts };
}

const withLogin = `    user: sonde
    password_file: password
    ca_file: ca.pem
`;

const message: AlertMessage = {
  ...{ type: 'alert.began', incident: '5f0c', alert: { id: 'a', name: 'Deploys fail' } },
  project: { id: 'default', title: 'Orbit' },
  subject: 'orbit 1.1.0\r\nBcc: thief@example.org',
  lines: ['orbit deploy fails: 1% of 100 before, 30% of 100 now, 12 users hit\r\n.\r\nRSET'],
  ...{ began_at: '2026-11-01T10:00:00.000Z', ended_at: null, url: 'https://sonde.test/releases' },
};
const channel = { kind: 'email' as const, to: ['ada@example.org', 'bo@example.org'] };

test.each(['tls', 'starttls'])('a mail is sent with a login over %s', async (security) => {
  const port = await startServer({ secure: security === 'tls' });
  await sendMessage(channel, message, await settingsOf(port, security, withLogin));
  expect(mails).toMatchObject([{ to: channel.to, isSecure: true, user: 'sonde' }]);
  const [head = '', ...body] = mails[0]?.text.split('\r\n\r\n') ?? [];
  // A name adds no header and no recipient.
  expect(head).not.toMatch(/^Bcc:/im);
  expect(head.replaceAll(/\r\n\s+/g, ' ')).toContain(
    'Subject: [Sonde] Deploys fail: orbit 1.1.0 Bcc: thief@example.org (began)',
  );
  expect(head).toContain('Auto-Submitted: auto-generated');
  expect(head).toContain('X-Sonde-Incident: 5f0c');
  expect(body.join('\n').replaceAll('=\r\n', '')).toContain('12 users hit . RSET');
});

test('without TLS, a mail is sent only if the operator says so', async () => {
  const port = await startServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
  const secure = await settingsOf(port, 'starttls', '');
  await expect(sendMessage(channel, message, secure)).rejects.toThrow();
  expect(mails).toEqual([]);
  await sendMessage(channel, message, await settingsOf(port, 'none', ''));
  expect(mails).toMatchObject([{ isSecure: false }]);
  await expect(settingsOf(port, 'none', withLogin)).rejects.toMatchObject({
    detail: expect.stringContaining('a login needs tls or starttls'),
  });
});

test('a refused recipient does not make the others get the mail again', async () => {
  const port = await startServer({
    secure: true,
    onRcptTo: ({ address }, _session, callback) =>
      callback(address.startsWith('bo@') ? new Error('no such mailbox') : null),
  });
  const settings = await settingsOf(port, 'tls', withLogin);
  expect(await sendMessage(channel, message, settings)).toEqual({
    problem: 'the mail server refused 1 of 2 recipients',
  });
  expect(mails).toMatchObject([{ to: ['ada@example.org'] }]);
  const unknown = { kind: 'email' as const, to: ['bo@example.org'] };
  await expect(sendMessage(unknown, message, settings)).rejects.toThrow('answered 550');
});

test('a mail that is not sent says why, without the password', async () => {
  const port = await startServer({ secure: true });
  const settings = await settingsOf(port, 'tls', withLogin);
  const wrong = { user: 'sonde', password: 'wrong' };
  const refused = { ...settings, smtp: { ...settings.smtp!, login: wrong } };
  await expect(sendMessage(channel, message, refused)).rejects.toThrow(
    'the mail server answered 535',
  );
  const unknown = { ...settings, smtp: { ...settings.smtp!, certificateAuthority: undefined } };
  await expect(sendMessage(channel, message, unknown)).rejects.toThrow(/: no mail was sent$/);
  const closed = { ...settings, smtp: { ...settings.smtp!, port: 1 } };
  await expect(sendMessage(channel, message, closed)).rejects.toThrow(/: no mail was sent$/);
  await expect(sendMessage(channel, message, defaultAlertSettings)).rejects.toThrow(
    'no mail server is configured',
  );
  expect(mails).toEqual([]);
});
