import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, isIP } from 'node:net';
import { readConfigFile } from '../config-file.js';
import { isLoopbackHost } from '../loopback-guard.js';
import type { Settings } from '../settings.js';
import { describeValidity, readCertificate } from '../tls-certificate.js';
import { type Finding, fail, find, ok, warn } from './finding.js';

/** Checks the configuration file, the certificate and the addresses. */
export async function checkSettings(
  settings: Settings,
  { isRunning }: { isRunning: boolean },
): Promise<Finding[]> {
  return Promise.all([
    find('configuration', () => checkConfiguration(settings)),
    find('certificate', () => checkCertificate(settings)),
    find('address', () => checkAddress(settings, isRunning)),
    find('public address', () => checkPublicUrl(settings, isRunning)),
  ]);
}

async function checkConfiguration({ configFile }: Settings): Promise<Finding> {
  const name = 'configuration';
  if (configFile === undefined) return ok(name, 'no file');
  const { projects, keys } = await readConfigFile(configFile);
  if (projects.length > 0 && keys.length === 0) {
    return warn(
      name,
      `${configFile} declares projects without keys`,
      'Declare a key, or create one in the dashboard or with sonde-collector key create.',
    );
  }
  return ok(name, `${configFile}: ${projects.length} projects, ${keys.length} keys`);
}

async function checkCertificate({ tls, publicUrl }: Settings): Promise<Finding> {
  const name = 'certificate';
  if (tls === undefined) return ok(name, 'none; a proxy can provide TLS');
  const certificate = await readCertificate(tls);
  const doubt = describeValidity(certificate, Date.now());
  const until = certificate.validTo.toISOString();
  if (doubt !== undefined && certificate.validTo.getTime() < Date.now()) {
    return fail(name, doubt, 'Replace the files; the collector reloads them without a restart.');
  }
  if (doubt !== undefined) {
    return warn(name, doubt, 'Replace the files; the collector reloads them without a restart.');
  }
  if (publicUrl !== undefined) {
    // Remove the brackets of an IPv6 address.
    const host = new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1');
    const parsed = new X509Certificate(await readFile(tls.certFile));
    const named = isIP(host) === 0 ? parsed.checkHost(host) : parsed.checkIP(host);
    if (named === undefined) {
      return fail(name, `it is not valid for ${host}`, `Get a certificate for ${host}.`);
    }
  }
  return ok(name, `valid until ${until}`);
}

async function checkAddress(settings: Settings, isRunning: boolean): Promise<Finding> {
  const name = 'address';
  const { host, port, tls, trustProxy } = settings;
  const address = `${host}:${port}`;
  if (!isRunning && port !== 0) {
    const server = createServer().listen(port, host);
    const failure = await Promise.race([
      once(server, 'listening').then(() => undefined),
      once(server, 'error').then(([error]) => error as NodeJS.ErrnoException),
    ]).catch((error: NodeJS.ErrnoException) => error);
    server.close();
    if (failure !== undefined) {
      return fail(
        name,
        `cannot listen on ${address}: ${failure.message}`,
        'Stop the other program, or choose another with --port or --host.',
      );
    }
  }
  if (!isLoopbackHost(host) && tls === undefined && trustProxy === undefined) {
    return warn(
      name,
      `${address} is reachable without TLS; the network can read passwords and keys`,
      'Set --tls-cert and --tls-key, or listen on loopback behind a proxy with TLS.',
    );
  }
  return ok(name, address);
}

const patienceMs = 5_000;

async function checkPublicUrl({ publicUrl }: Settings, isRunning: boolean): Promise<Finding> {
  const name = 'public address';
  if (publicUrl === undefined) return ok(name, 'not set');
  if (!isRunning) return ok(name, `${publicUrl}; checked only while the collector runs`);
  try {
    const response = await fetch(`${publicUrl}/healthz`, {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'manual',
    });
    const isOurs = response.status === 200 && (await response.text()) === '{"status":"ok"}';
    if (isOurs) return ok(name, `${publicUrl} answers`);
    return fail(
      name,
      `${publicUrl}/healthz returns ${response.status}, but not from a collector`,
      'Configure the proxy to forward all paths to the collector.',
    );
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return warn(
      name,
      `${publicUrl} cannot be reached from here: ${cause instanceof Error ? cause.message : cause}`,
      'Check the name, the proxy and the firewall. In some networks a machine cannot reach its own public address.',
    );
  }
}
