import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UsageError } from './cli-error.js';

/** What the environment says, read once at the start. */
export interface Settings {
  /** Base URL of the service. */
  cloudUrl: string;
  /** For one request to the service. */
  timeoutMs: number;
  /** A token that goes before the stored session. */
  token: string | undefined;
  /** For a sign-in in the browser, from its address to the answer. */
  signInTimeoutMs: number;
  /** Programs to open addresses with, which go before the system's browser. */
  browser: string | undefined;
  /** Sessions may be kept in the operating system's keyring. */
  usesKeyring: boolean;
  /** Where the session and the profiles are kept. */
  configDirectory: string;
  /** Where orbit keeps what it can do without. */
  stateDirectory: string;
  /** Somebody who may be told of a newer version is there. */
  updateNotice: boolean;
  /** npm was told which registry to use. */
  hasRegistry: boolean;
  /** Somebody can be asked. */
  isInteractive: boolean;
  /** Progress may be shown. */
  isTerminal: boolean;
}

const defaultCloudUrl = 'http://127.0.0.1:7380';

/** @throws UsageError when a variable has a value that cannot be. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const isCi = !['', '0', 'false', undefined].includes(env.CI);
  const isTerminal = process.stderr.isTTY === true && env.TERM !== 'dumb' && !isCi;
  return {
    cloudUrl: readCloudUrl(env.ORBIT_CLOUD_URL || defaultCloudUrl),
    timeoutMs: readTimeout('ORBIT_CLOUD_TIMEOUT_MS', env.ORBIT_CLOUD_TIMEOUT_MS || '30000'),
    signInTimeoutMs: readTimeout(
      'ORBIT_SIGN_IN_TIMEOUT_MS',
      env.ORBIT_SIGN_IN_TIMEOUT_MS || '300000',
    ),
    browser: env.BROWSER || undefined,
    usesKeyring: readSwitch('ORBIT_KEYRING', env.ORBIT_KEYRING || 'on'),
    token: env.ORBIT_TOKEN || undefined,
    configDirectory: join(readConfigHome(env), 'orbit'),
    stateDirectory: join(readStateHome(env), 'orbit'),
    updateNotice: isTerminal && env.NO_UPDATE_NOTIFIER === undefined,
    hasRegistry: Boolean(env.npm_config_registry),
    isInteractive: isTerminal && process.stdin.isTTY === true && process.stdout.isTTY === true,
    isTerminal,
  };
}

function readConfigHome(env: NodeJS.ProcessEnv): string {
  // A relative path would depend on where the command is run; the XDG specification says to ignore it.
  if (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME)) return env.XDG_CONFIG_HOME;
  if (process.platform === 'win32' && env.APPDATA) return env.APPDATA;
  return join(homedir(), '.config');
}

function readStateHome(env: NodeJS.ProcessEnv): string {
  if (env.XDG_STATE_HOME && isAbsolute(env.XDG_STATE_HOME)) return env.XDG_STATE_HOME;
  if (process.platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(homedir(), '.local', 'state');
}

function readCloudUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError('ORBIT_CLOUD_URL is not an address.', {
      hint: `Give it one such as ${defaultCloudUrl}.`,
    });
  }
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isLoopback) {
    throw new UsageError('ORBIT_CLOUD_URL would send your token unencrypted.', {
      hint: 'Use https, or http to this machine only.',
    });
  }
  return url.origin;
}

function readTimeout(name: string, value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) {
    throw new UsageError(`${name} is not a number of milliseconds.`);
  }
  return Number(value);
}

function readSwitch(name: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') throw new UsageError(`${name} is neither on nor off.`);
  return value === 'on';
}
