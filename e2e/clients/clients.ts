import manifest from './package.json' with { type: 'json' };

/** A client of another vendor, in one version. */
export interface Client {
  /** Unique, for example `segment-3`. */
  name: string;
  /** The package as it is installed here. */
  installed: string;
  /** The package as it is called in the registry. */
  package: string;
  version: string;
  family: Family;
  /** Added to the settings that the client is opened with. */
  settings?: Readonly<Record<string, unknown>>;
  /** Its environment. */
  variables?: Readonly<Record<string, string>>;
}

interface Family {
  /** In the table. */
  title: string;
  /** The file in `programs/` that uses it. */
  program: string;
  /** An event has an id, or is the same in each attempt, so what is sent twice is stored once. */
  hasIds: boolean;
}

const families: Readonly<Record<string, Family>> = {
  amplitude: { title: 'Amplitude', program: 'amplitude', hasIds: true },
  countly: { title: 'Countly', program: 'countly', hasIds: true },
  customerio: { title: 'Customer.io', program: 'segment', hasIds: true },
  jitsu: { title: 'Jitsu', program: 'jitsu', hasIds: true },
  matomo: { title: 'Matomo', program: 'matomo', hasIds: false },
  mixpanel: { title: 'Mixpanel', program: 'mixpanel', hasIds: false },
  openpanel: { title: 'OpenPanel', program: 'openpanel', hasIds: false },
  posthog: { title: 'PostHog', program: 'posthog', hasIds: true },
  rudderstack: { title: 'RudderStack', program: 'rudderstack', hasIds: true },
  segment: { title: 'Segment', program: 'segment', hasIds: true },
  snowplow: { title: 'Snowplow', program: 'snowplow', hasIds: true },
  umami: { title: 'Umami', program: 'umami', hasIds: false },
};

/** Every client that is installed here. */
export const clients: readonly Client[] = Object.entries(manifest.devDependencies).flatMap(
  ([installed, source]) => {
    const [, name, version] = /^npm:(.+)@(.+)$/.exec(source) ?? [];
    if (name === undefined || version === undefined) return [];
    const family = families[installed.split('-')[0] ?? ''];
    if (family === undefined) throw new Error(`${installed} is not the client of a known family`);
    return [{ name: installed, installed, package: name, version, family }];
  },
);

/** Those that a long test runs with; a regular expression in `SONDE_TEST_CLIENTS` chooses some. */
export const chosenClients: readonly Client[] = clients.filter(({ name }) =>
  new RegExp(process.env.SONDE_TEST_CLIENTS ?? '').test(name),
);

const variantOf = (installed: string, name: string, differences: Partial<Client>): Client => {
  const client = clients.find((one) => one.installed === installed);
  if (client === undefined) throw new Error(`${installed} is not installed`);
  return { ...client, name: `${installed}-${name}`, ...differences };
};

/** Clients that send something else with another setting. */
export const variants: readonly Client[] = [
  variantOf('posthog-5', 'v1', { variables: { POSTHOG_CAPTURE_MODE: 'v1' } }),
  variantOf('snowplow-4', 'get', { settings: { eventMethod: 'get' } }),
  variantOf('jitsu-1.11', 's2s', { settings: { s2s: true } }),
];

/** A write key as this client takes it: Jitsu's refuses one without an id. */
export const withKey = ({ family }: Client, key: string): string =>
  family.title === 'Jitsu' ? `e2e:${key}` : key;
