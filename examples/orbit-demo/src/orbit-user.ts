import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { personAtBrowserBin } from './person-at-browser.js';

/** What somebody signs in with on the page. */
export interface Person {
  userName: string;
  password: string;
}

export interface OrbitUserOptions {
  /** This user's own directory; created if missing. */
  root: string;
  /** Base URL of the collector. */
  endpoint: string;
  /** Base URL of orbit-cloud. */
  cloudUrl: string;
  /** Write key for the collector. Default: none. */
  key?: string;
  /** Token for orbit-cloud, in the environment as in CI. Default: none. */
  token?: string;
  /**
   * The person at the browser that orbit opens: signs in with these credentials, unless
   * `ORBIT_PERSON_ACTION` says otherwise. Default: no browser.
   */
  person?: Person;
  /** Version that orbit reports. Default: its own. */
  version?: string;
  /** More variables, which override those set here. */
  env?: Record<string, string>;
}

/** A user with a separate machine: nothing of the real environment reaches orbit. */
export interface OrbitUser {
  root: string;
  /** Working directory of orbit. */
  projectDirectory: string;
  /** Where orbit stores session and profiles. */
  configDirectory: string;
  /** Where events wait to be delivered. */
  spoolDirectory: string;
  /** The whole environment of orbit. */
  env: Record<string, string>;
}

/**
 * Makes a user with an empty home.
 *
 * @example
 * ```ts
 * const user = createUser({ root, endpoint: 'http://127.0.0.1:7377', cloudUrl: cloud.url });
 * await runOrbit(user, ['application', 'list']);
 * ```
 */
export function createUser(options: OrbitUserOptions): OrbitUser {
  const { root, endpoint, cloudUrl, key, token, person, version } = options;
  const projectDirectory = join(root, 'project');
  const configHome = join(root, 'config');
  const stateHome = join(root, 'state');
  for (const directory of [projectDirectory, configHome, stateHome]) {
    mkdirSync(directory, { recursive: true });
  }
  if (person !== undefined) seatPerson(root, person);
  return {
    root,
    projectDirectory,
    configDirectory: join(configHome, 'orbit'),
    spoolDirectory: join(stateHome, 'orbit', 'telemetry'),
    env: {
      // Only the shell that starts the sender, and its `sleep`, are looked up in PATH.
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: root,
      XDG_CONFIG_HOME: configHome,
      XDG_STATE_HOME: stateHome,
      TMPDIR: root,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      ORBIT_CLOUD_URL: cloudUrl,
      // Every user has a separate machine, but this machine has only one keyring.
      ORBIT_KEYRING: 'off',
      BROWSER: person === undefined ? '/nonexistent/browser' : personAtBrowserBin,
      ...(person === undefined ? {} : { ORBIT_PERSON_FILE: personFile(root) }),
      ORBIT_TELEMETRY_ENDPOINT: endpoint,
      // The demo does not wait five minutes after the notice.
      ORBIT_TELEMETRY_NOTICE: 'elsewhere',
      ...(key === undefined ? {} : { ORBIT_TELEMETRY_KEY: key }),
      ...(token === undefined ? {} : { ORBIT_TOKEN: token }),
      ...(version === undefined ? {} : { ORBIT_VERSION_OVERRIDE: version }),
      ...options.env,
    },
  };
}

const personFile = (root: string) => join(root, 'person.json');

/** Sets the person at the browser of the user with that directory. */
export function seatPerson(root: string, { userName, password }: Person): void {
  const text = JSON.stringify({ user_name: userName, password });
  writeFileSync(personFile(root), text, { mode: 0o600 });
}
