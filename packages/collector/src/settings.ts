import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { isLoopbackHost } from './loopback-guard.js';
import {
  embedded,
  readServerSettings,
  type ServerSettings,
  type ServerTexts,
} from './server-settings.js';
import type { CertificateFiles } from './tls-certificate.js';

/** The settings of `serve` as text: from the command line, the environment, or the defaults. */
export interface SettingTexts extends ServerTexts {
  host: string;
  port: string;
  dataDir: string;
  memory?: string;
  diskFloor: string;
  config?: string;
  logLevel: string;
  ingestOnly?: boolean;
  publicUrl?: string;
  trustProxy?: string;
  tlsCert?: string;
  tlsKey?: string;
  stopDelay: string;
}

export interface Settings {
  host: string;
  /** 0 means any free port. */
  port: number;
  /** Absolute. */
  dataDirectory: string;
  /** Absent: the embedded store. */
  server: ServerSettings | undefined;
  /** Memory limit of the store's engine; absent: derived from the machine's memory. */
  memoryBytes: number | undefined;
  /** Minimum free space on the volume of the data. */
  diskFloorBytes: number;
  /** Absolute path of the configuration file; absent: none. */
  configFile: string | undefined;
  logLevel: string;
  ingestOnly: boolean;
  /** The origin that people use, for example `https://sonde.example.org`; absent: the address it listens on. */
  publicUrl: string | undefined;
  /** Addresses and networks of trusted proxies; absent: no proxy is trusted. */
  trustProxy: string[] | undefined;
  /** Absolute paths; absent: no TLS. */
  tls: CertificateFiles | undefined;
  /** How long to keep serving after a request to stop. */
  stopDelayMs: number;
  /** True if other machines can reach it: people must sign in and programs need a key. */
  requireAccounts: boolean;
}

export const defaultSettings = {
  host: '127.0.0.1',
  port: '7377',
  dataDir: './sonde-data',
  store: embedded,
  diskFloor: '64MB',
  logLevel: 'warn',
  stopDelay: '1',
} satisfies SettingTexts;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Validates every setting; relative paths are resolved against `directory`.
 *
 * Throws `setting_invalid`.
 */
export function readSettings(given: SettingTexts, directory: string): Settings {
  const texts = { ...given };
  // An empty variable counts as not set.
  for (const name of Object.keys(defaultSettings) as (keyof typeof defaultSettings)[]) {
    if (texts[name] === '') texts[name] = defaultSettings[name];
  }
  if (!logLevels.includes(texts.logLevel)) {
    throw invalid('SONDE_LOG_LEVEL', `one of ${logLevels.join(', ')}`);
  }
  const ingestOnly = texts.ingestOnly === true;
  const config = texts.config || undefined;
  const publicUrl = texts.publicUrl ? readPublicUrl(texts.publicUrl) : undefined;
  const trustProxy = texts.trustProxy ? readProxies(texts.trustProxy) : undefined;
  const requireAccounts =
    !isLoopbackHost(texts.host) || publicUrl !== undefined || trustProxy !== undefined;
  return {
    host: texts.host.replace(/^\[(.*)\]$/, '$1'),
    port: readPort(texts.port),
    dataDirectory: resolve(directory, texts.dataDir),
    server: readServerSettings(texts, directory),
    memoryBytes: texts.memory ? readMemory(texts.memory) : undefined,
    diskFloorBytes: readDiskFloor(texts.diskFloor),
    configFile: config === undefined ? undefined : resolve(directory, config),
    logLevel: texts.logLevel,
    ingestOnly,
    publicUrl,
    trustProxy,
    tls: readCertificateFiles(texts, directory),
    stopDelayMs: readStopDelay(texts.stopDelay),
    requireAccounts,
  };
}

/**
 * Parses an origin. Links for people begin with it, and the origin of a page must equal it. Throws
 * `setting_invalid`.
 */
export function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.href === `${url.origin}/` &&
    !text.includes('#');
  if (isOrigin) return url.origin;
  throw invalid(
    '--public-url or SONDE_PUBLIC_URL',
    'must be an address without a path, such as https://sonde.example.org',
  );
}

/** Stands for proxies on this machine. */
const loopback = 'loopback';

function readProxies(text: string): string[] {
  const proxies = text.split(',').map((proxy) => proxy.trim());
  for (const proxy of proxies) {
    const [address = '', bits, ...rest] = proxy.split('/');
    const bitsMax = isIP(address) === 4 ? 32 : 128;
    const isNetwork =
      isIP(address) !== 0 &&
      rest.length === 0 &&
      (bits === undefined ||
        (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= bitsMax));
    if (proxy === loopback || isNetwork) continue;
    throw invalid(
      '--trust-proxy or SONDE_TRUST_PROXY',
      `must be addresses, networks such as 10.0.0.5,10.1.0.0/16, or ${loopback}; not "${proxy}"`,
    );
  }
  return proxies;
}

function readCertificateFiles(
  { tlsCert, tlsKey }: SettingTexts,
  directory: string,
): CertificateFiles | undefined {
  if (!tlsCert && !tlsKey) return undefined;
  if (tlsCert && tlsKey) {
    return { certFile: resolve(directory, tlsCert), keyFile: resolve(directory, tlsKey) };
  }
  throw invalid('--tls-cert and --tls-key', 'both or neither');
}

function readStopDelay(text: string): number {
  const seconds = /^\d{1,2}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= 60) return seconds * 1_000;
  throw invalid('--stop-delay or SONDE_STOP_DELAY', 'seconds, from 0 to 60');
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw invalid('--port or SONDE_PORT', 'a whole number from 0 to 65535');
}

const units: Record<string, number> = { MB: 1_000_000, GB: 1_000_000_000 };
const memoryBytesMin = 256_000_000;
/** The engine needs some space for its own work. */
const diskFloorBytesMin = 16_000_000;

function readBytes(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6}(?:\.\d+)?) ?(MB|GB)$/i.exec(text.trim()) ?? [];
  return Math.round(Number(number) * (units[unit.toUpperCase()] ?? Number.NaN));
}

function readDiskFloor(text: string): number {
  const bytes = readBytes(text);
  if (bytes >= diskFloorBytesMin) return bytes;
  throw invalid('--disk-floor or SONDE_DISK_FLOOR', 'at least 16MB, written like 512MB or 2GB');
}

function readMemory(text: string): number {
  const bytes = readBytes(text);
  if (bytes >= memoryBytesMin) return bytes;
  throw invalid('--memory or SONDE_MEMORY', 'at least 256MB, written like 512MB or 2GB');
}

function invalid(name: string, wanted: string): SondeError {
  return new SondeError('setting_invalid', { detail: `${name}: ${wanted}` });
}
