import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UsageError } from './cli-error.js';

/** Settings from the environment, read once at the start. */
export interface Settings {
  /** Base URL of the service. */
  cloudUrl: string;
  /** Time limit of one request to the service. */
  timeoutMs: number;
  /** A token that overrides the stored session. */
  token: string | undefined;
  /** Time limit of a sign-in in the browser. */
  signInTimeoutMs: number;
  /** Programs for opening URLs, which override the system's browser. */
  browser: string | undefined;
  /** Whether sessions may be stored in the operating system's keyring. */
  usesKeyring: boolean;
  /** Directory of the session and the profiles. */
  configDirectory: string;
  /** Directory of data that orbit can do without. */
  stateDirectory: string;
  /** Whether to show notices about newer versions. */
  updateNotice: boolean;
  /** Whether npm is configured with a registry. */
  hasRegistry: boolean;
  /** Whether prompts are possible. */
  isInteractive: boolean;
  /** Whether a person may see a browser that orbit opens, or the URL it prints. */
  hasBrowser: boolean;
  /** Whether progress may be shown. */
  isTerminal: boolean;
  /** Whether colours may be used. */
  isColored: boolean;
}

const defaultCloudUrl = 'http://127.0.0.1:7380';

/** @throws UsageError if a variable has an invalid value. */
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
    token: readToken(env.ORBIT_TOKEN),
    configDirectory: join(readConfigHome(env), 'orbit'),
    stateDirectory: join(readStateHome(env), 'orbit'),
    updateNotice: isTerminal && env.NO_UPDATE_NOTIFIER === undefined,
    hasRegistry: Boolean(env.npm_config_registry),
    isInteractive: isTerminal && process.stdin.isTTY === true && process.stdout.isTTY === true,
    hasBrowser: !isCi && (process.stderr.isTTY === true || canOpenBrowser(env)),
    isTerminal,
    isColored: !env.NO_COLOR,
  };
}

/** Whether there is a desktop, where programs without a terminal can open windows. */
function canOpenBrowser(env: NodeJS.ProcessEnv): boolean {
  if (env.BROWSER || process.platform !== 'linux') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME);
}

function readConfigHome(env: NodeJS.ProcessEnv): string {
  // A relative path would depend on the working directory; the XDG specification requires ignoring
  // it.
  if (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME)) return env.XDG_CONFIG_HOME;
  if (process.platform === 'win32' && env.APPDATA) return env.APPDATA;
  return join(findHome('XDG_CONFIG_HOME'), '.config');
}

function readStateHome(env: NodeJS.ProcessEnv): string {
  if (env.XDG_STATE_HOME && isAbsolute(env.XDG_STATE_HOME)) return env.XDG_STATE_HOME;
  if (process.platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(findHome('XDG_STATE_HOME'), '.local', 'state');
}

/**
 * There may be no home directory, as in some containers; never use a path relative to the working
 * directory.
 */
function findHome(instead: string): string {
  let home = '';
  try {
    home = homedir();
  } catch {
    // Reported below.
  }
  if (isAbsolute(home)) return home;
  throw new UsageError('There is no home directory.', {
    hint: `Set HOME to one, or ${instead} to a directory of yours.`,
  });
}

/** A value that cannot be sent in a header is not a token; it is not printed either. */
function readToken(value = ''): string | undefined {
  // Secrets read from files end with a line feed.
  const token = value.trim();
  if (token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError('ORBIT_TOKEN is not a token.', {
    hint: 'It may have been cut or changed on the way here: set it again.',
  });
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
  const { username, password, pathname, search, hash } = url;
  if (username !== '' || password !== '' || pathname !== '/' || search !== '' || hash !== '') {
    throw new UsageError('ORBIT_CLOUD_URL has more in it than the address of a service.', {
      hint: `Leave only what is before the path, such as ${url.origin}.`,
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
