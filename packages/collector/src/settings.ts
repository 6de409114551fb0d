import { resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { isLoopbackHost } from './loopback-guard.js';

/** What `serve` was told, as text: from the command line, the environment, or the defaults. */
export interface SettingTexts {
  host: string;
  port: string;
  dataDir: string;
  store: string;
  memory?: string;
  config?: string;
  logLevel: string;
  ingestOnly?: boolean;
}

export interface Settings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Absolute. */
  dataDirectory: string;
  /** Upper bound of the store's engine; absent: chosen from the machine's size. */
  memoryBytes: number | undefined;
  /** Absolute path of the configuration file; absent: none. */
  configFile: string | undefined;
  logLevel: string;
  ingestOnly: boolean;
}

export const defaultSettings = {
  host: '127.0.0.1',
  port: '7377',
  dataDir: './sonde-data',
  store: 'embedded',
  logLevel: 'warn',
} satisfies SettingTexts;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Checks every setting; relative paths are taken from `directory`.
 *
 * Throws `setting_invalid` or `host_not_loopback`.
 */
export function readSettings(given: SettingTexts, directory: string): Settings {
  const texts = { ...given };
  // A variable that is set to nothing is as good as not set.
  for (const name of Object.keys(defaultSettings) as (keyof typeof defaultSettings)[]) {
    if (texts[name] === '') texts[name] = defaultSettings[name];
  }
  if (texts.store !== 'embedded') {
    throw invalid('--store or SONDE_STORE', 'this version has the embedded store only');
  }
  if (!logLevels.includes(texts.logLevel)) {
    throw invalid('SONDE_LOG_LEVEL', `one of ${logLevels.join(', ')}`);
  }
  const ingestOnly = texts.ingestOnly === true;
  const config = texts.config || undefined;
  if (!isLoopbackHost(texts.host) && !(ingestOnly && config !== undefined)) {
    throw new SondeError('host_not_loopback', { detail: texts.host });
  }
  return {
    host: texts.host.replace(/^\[(.*)\]$/, '$1'),
    port: readPort(texts.port),
    dataDirectory: resolve(directory, texts.dataDir),
    memoryBytes: texts.memory ? readMemory(texts.memory) : undefined,
    configFile: config === undefined ? undefined : resolve(directory, config),
    logLevel: texts.logLevel,
    ingestOnly,
  };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw invalid('--port or SONDE_PORT', 'a whole number from 0 to 65535');
}

const units: Record<string, number> = { MB: 1_000_000, GB: 1_000_000_000 };
const memoryBytesMin = 256_000_000;

function readMemory(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6}(?:\.\d+)?) ?(MB|GB)$/i.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(number) * (units[unit.toUpperCase()] ?? Number.NaN));
  if (bytes >= memoryBytesMin) return bytes;
  throw invalid('--memory or SONDE_MEMORY', 'at least 256MB, written like 512MB or 2GB');
}

function invalid(name: string, wanted: string): SondeError {
  return new SondeError('setting_invalid', { detail: `${name}: ${wanted}` });
}
