import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type Server as TlsServer } from 'node:tls';
import { SondeError } from '@sonde/protocol';

export interface CertificateFiles {
  /** Absolute path of the certificate with its chain, PEM. */
  certFile: string;
  /** Absolute path of its private key, PEM, not encrypted. */
  keyFile: string;
}

export interface Certificate {
  /** As in the files, PEM. */
  cert: string;
  key: string;
  validFrom: Date;
  validTo: Date;
}

/**
 * Reads a certificate and its key.
 *
 * Throws `file_not_readable`, or `certificate_invalid` if they do not match.
 */
export async function readCertificate({
  certFile,
  keyFile,
}: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([readText(certFile), readText(keyFile)]);
  const certificate = parseCertificate(cert, certFile);
  if (!certificate.checkPrivateKey(parseKey(key, keyFile))) {
    throw new SondeError('certificate_invalid', {
      detail: `the key in ${keyFile} does not belong to the certificate in ${certFile}`,
    });
  }
  try {
    // Without this, errors in the rest of the chain would surface only when a client connects.
    createSecureContext({ cert, key });
  } catch (error) {
    const detail = `${certFile}: ${error instanceof Error ? error.message : error}`;
    throw new SondeError('certificate_invalid', { detail, cause: error });
  }
  return {
    cert,
    key,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : path;
    throw new SondeError('file_not_readable', { detail, cause: error });
  }
}

function parseCertificate(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    const detail = `${path} does not begin with a certificate in PEM`;
    throw new SondeError('certificate_invalid', { detail, cause: error });
  }
}

function parseKey(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const isEncrypted =
      error instanceof Error && 'code' in error && error.code === 'ERR_MISSING_PASSPHRASE';
    const detail = isEncrypted
      ? `the key in ${path} is encrypted`
      : `${path} does not contain a private key in PEM`;
    throw new SondeError('certificate_invalid', { detail, cause: error });
  }
}

const dayMs = 86_400_000;

/** What is wrong with the validity period of a certificate; undefined if nothing is. */
export function describeValidity(
  { validFrom, validTo }: Certificate,
  now: number,
): string | undefined {
  if (now > validTo.getTime()) return `The TLS certificate expired on ${validTo.toISOString()}`;
  if (now < validFrom.getTime()) {
    return `The TLS certificate is not valid before ${validFrom.toISOString()}`;
  }
  if (now > validTo.getTime() - 7 * dayMs) {
    return `The TLS certificate expires on ${validTo.toISOString()}`;
  }
  return undefined;
}

/**
 * Updates a server with each new certificate in the files. The files are polled, not watched: they
 * may be symbolic links that are switched, or on a volume without change notifications. A pair that
 * does not match, as halfway through a replacement, leaves the old one in place.
 *
 * @returns Stops it.
 */
export function followCertificate(
  server: TlsServer,
  options: CertificateFiles & {
    current: Certificate;
    log: {
      info: (message: string) => void;
      warn: (details: object, message: string) => void;
    };
    intervalMs: number;
  },
): () => void {
  const { log } = options;
  let { current } = options;
  let lastFault: string | undefined;
  let lastWarningAt = Number.NEGATIVE_INFINITY;

  const look = async () => {
    try {
      const next = await readCertificate(options);
      lastFault = undefined;
      if (next.cert !== current.cert || next.key !== current.key) {
        server.setSecureContext({ cert: next.cert, key: next.key });
        current = next;
        log.info(`Loaded the new TLS certificate, valid to ${next.validTo.toISOString()}`);
      }
    } catch (error) {
      const fault = String(error);
      if (fault !== lastFault) log.warn({ err: error }, 'Kept the old TLS certificate');
      lastFault = fault;
    }
    const doubt = describeValidity(current, Date.now());
    if (doubt === undefined || performance.now() - lastWarningAt < dayMs) return;
    lastWarningAt = performance.now();
    log.warn({ valid_to: current.validTo }, doubt);
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, options.intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
