import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type CatalogJson, defaultLimits, type Limits, SondeError } from '@sonde/protocol';
import type { AlertSettings, SmtpSettings } from './alerts/alert-settings.js';
import type { KeylessSource } from './clients/keyless-source.js';
import type { ConfigDocument, Fail, Place } from './config-document.js';
import type { ConfigFile } from './config-file-schema.js';
import type { ForwarderSettings } from './forwarders/forwarder-settings.js';
import { hashCatalog } from './ingest/catalog-hash.js';
import { loadCatalogSchema } from './ingest/catalog-schema.js';
import type { OpenidSettings } from './team/openid.js';
import type { UndeclaredPolicy } from './undeclared-policy.js';

type SmtpDeclaration = NonNullable<NonNullable<ConfigFile['alerts']>['smtp']>;
type Projects = NonNullable<ConfigFile['projects']>;

export interface DeclaredProject {
  id: string;
  /** Default: the id. */
  title: string;
  /** Null keeps events for ever. */
  retentionMonths: number | null;
  /** Default `accept`. */
  undeclared?: UndeclaredPolicy | undefined;
}

export interface DeclaredKey {
  /** `sha256:` and 64 hexadecimal digits. */
  hash: string;
  project: string;
  kind: 'write' | 'read';
  name: string | null;
}

export interface Configuration {
  /** In the order of the file. */
  projects: DeclaredProject[];
  keys: DeclaredKey[];
  catalogs: { project: string; hash: string; catalog: CatalogJson }[];
  limits: Limits;
  /** Where the events of vendors' clients without a key go; absent: they are refused. */
  keyless?: KeylessSource | undefined;
  /** The provider for sign-in; absent: none. */
  openid?: OpenidSettings | undefined;
  /** What alerts may do. */
  alerts?: Pick<AlertSettings, 'allowPrivateAddresses' | 'smtp'>;
  /** Destinations to which events are sent on; absent: none. */
  forwarders?: ForwarderSettings[];
}

/**
 * Reads the configuration file, YAML or JSON, and the catalogs it names, relative to itself.
 *
 * Throws `configuration_invalid`, with the line and the column of what is wrong.
 *
 * @example
 * ```yaml
 * projects:
 *   default:
 *     title: Orbit
 *     keys:
 *       - sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *     catalogs:
 *       - ./orbit.catalog.json
 * limits:
 *   eventsPerRequest: 500
 * ```
 */
export async function readConfigFile(path: string): Promise<Configuration> {
  const fail: Fail = (what, place) => invalid(path, what, place);
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw fail(error.message);
  });
  // Most collectors start without a file, and these take a while to load.
  const { parseConfigDocument } = await import('./config-document.js');
  const { checkConfigFile } = await import('./check-config-file.js');
  const { readForwarders } = await import('./forwarders/read-forwarders.js');
  const document = parseConfigDocument(text, fail);
  const {
    projects = {},
    keyless,
    limits,
    openid,
    forwarders,
    alerts,
  } = checkConfigFile(document, fail);
  return {
    projects: Object.entries(projects).map(([id, project]) => ({
      id,
      title: project.title ?? id,
      retentionMonths: project.retention_months ?? null,
      undeclared: project.undeclared,
    })),
    keys: readKeys(projects, document, fail),
    catalogs: await readCatalogs(projects, dirname(path), document, fail),
    limits: { ...defaultLimits, ...limits },
    keyless: keyless && readKeyless(keyless, projects, document, fail),
    openid: openid && (await readOpenid(openid, dirname(path), document, fail)),
    ...(alerts && {
      alerts: {
        allowPrivateAddresses: alerts.allow_private_addresses ?? false,
        smtp: alerts.smtp && (await readSmtp(alerts.smtp, dirname(path), document, fail)),
      },
    }),
    ...(forwarders && {
      forwarders: await readForwarders(forwarders, {
        projects: Object.keys(projects),
        directory: dirname(path),
        ...{ document, fail },
      }),
    }),
  };
}

function readKeys(projects: Projects, { findPlace }: ConfigDocument, fail: Fail): DeclaredKey[] {
  const lines = new Map<string, number>();
  return Object.entries(projects).flatMap(([project, { keys = [] }]) =>
    keys.map((entry, index) => {
      const place = findPlace(['projects', project, 'keys', String(index)]);
      const key = typeof entry === 'string' ? { hash: entry, kind: 'write' as const } : entry;
      const first = lines.get(key.hash);
      if (first !== undefined) throw fail(`the same key twice, first in line ${first}`, place);
      lines.set(key.hash, place.line);
      return { name: null, ...key, project };
    }),
  );
}

function readKeyless(
  { project, header, projects: byValue = {}, families }: NonNullable<ConfigFile['keyless']>,
  projects: Projects,
  { findPlace }: ConfigDocument,
  fail: Fail,
): KeylessSource {
  const check = (id: string, path: string[]) => {
    if (Object.hasOwn(projects, id)) return;
    throw fail(`the project ${id} is not in projects`, findPlace(['keyless', ...path]));
  };
  check(project, ['project']);
  for (const [value, id] of Object.entries(byValue)) check(id, ['projects', value]);
  if (header === undefined && Object.keys(byValue).length > 0) {
    throw fail('projects needs header', findPlace(['keyless', 'projects']));
  }
  return {
    project,
    header: header?.toLowerCase(),
    projects: new Map(Object.entries(byValue)),
    families,
  };
}

async function readCatalogs(
  projects: Projects,
  directory: string,
  { findPlace }: ConfigDocument,
  fail: Fail,
): Promise<Configuration['catalogs']> {
  const found = [];
  for (const [project, { catalogs = [] }] of Object.entries(projects)) {
    for (const [index, file] of catalogs.entries()) {
      const place = findPlace(['projects', project, 'catalogs', String(index)]);
      const failHere = (what: string) => fail(`the catalog ${file}: ${what}`, place);
      found.push({ project, ...(await readCatalog(resolve(directory, file), failHere)) });
    }
  }
  return found;
}

async function readCatalog(
  path: string,
  fail: (what: string) => Error,
): Promise<{ hash: string; catalog: CatalogJson }> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw fail(error.message);
  });
  let catalog: unknown;
  try {
    catalog = JSON.parse(text);
  } catch {
    throw fail('it is not JSON');
  }
  const { explainCatalog, isCatalog } = await loadCatalogSchema();
  if (!isCatalog(catalog)) throw fail(explainCatalog(catalog) ?? 'it is not a catalog');
  return { hash: hashCatalog(catalog), catalog };
}

async function readOpenid(
  {
    issuer,
    client_id,
    client_secret_file,
    allowed_domains,
    name,
  }: NonNullable<ConfigFile['openid']>,
  directory: string,
  { findPlace }: ConfigDocument,
  fail: Fail,
): Promise<OpenidSettings> {
  const settings = {
    name: name ?? new URL(issuer).hostname,
    issuer,
    clientId: client_id,
    allowedDomains: allowed_domains,
  };
  if (client_secret_file === undefined) return { ...settings, clientSecret: undefined };
  const place = findPlace(['openid', 'client_secret_file']);
  const secret = await readFile(resolve(directory, client_secret_file), 'utf8').catch(
    (error: Error) => {
      throw fail(`the secret of the OpenID Connect client: ${error.message}`, place);
    },
  );
  if (secret.trim() === '') throw fail('the secret of the OpenID Connect client is empty', place);
  return { ...settings, clientSecret: secret.trim() };
}

async function readSmtp(
  { host, port, security = 'starttls', user, password_file, from, ca_file }: SmtpDeclaration,
  directory: string,
  { findPlace }: ConfigDocument,
  fail: Fail,
): Promise<SmtpSettings> {
  const read = async (name: 'password_file' | 'ca_file', file: string) => {
    const text = await readFile(resolve(directory, file), 'utf8').catch((error: Error) => {
      throw fail(`alerts.smtp: ${name}: ${error.message}`, findPlace(['alerts', 'smtp', name]));
    });
    if (text.trim() !== '') return text.trim();
    throw fail(`alerts.smtp: ${name}: the file is empty`, findPlace(['alerts', 'smtp', name]));
  };
  if ((user === undefined) !== (password_file === undefined)) {
    throw fail(
      'alerts.smtp: user and password_file need each other',
      findPlace(['alerts', 'smtp']),
    );
  }
  if (security === 'none' && user !== undefined) {
    const place = findPlace(['alerts', 'smtp', 'security']);
    throw fail('alerts.smtp: a login needs tls or starttls', place);
  }
  return {
    ...{ host, security, from },
    port: port ?? (security === 'tls' ? 465 : 587),
    login:
      user === undefined || password_file === undefined
        ? undefined
        : { user, password: await read('password_file', password_file) },
    certificateAuthority: ca_file === undefined ? undefined : await read('ca_file', ca_file),
  };
}

/** A key that was written in place of its hash must not be logged. */
const secret = /sonde_[wr]k_[\w-]+/g;

function invalid(path: string, what: string, place: Place | undefined): SondeError {
  const where = place === undefined ? path : `${path}:${place.line}:${place.column}`;
  return new SondeError('configuration_invalid', {
    detail: `${where}: ${what.replaceAll(secret, 'a key')}`,
  });
}
