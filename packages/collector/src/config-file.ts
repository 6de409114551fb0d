import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type CatalogJson, defaultLimits, type Limits, SondeError } from '@sonde/protocol';
import { explainCatalog, isCatalog } from '@sonde/protocol/catalog-schema';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';

const closed = { additionalProperties: false };

/** Above these a limit would let one client take the memory or the store for itself. */
const largestLimits: Limits = {
  bodyBytes: 64_000_000,
  decompressedBytes: 64_000_000,
  eventsPerRequest: 20_000,
  eventBytes: 1_000_000,
  propertiesPerEvent: 1_000,
  eventNameCharacters: 512,
  idCharacters: 512,
  propertyKeyCharacters: 512,
  stringValueCharacters: 65_536,
  itemsPerList: 1_000,
  pastDays: 36_500,
  futureDays: 36_500,
};

const limit = (maximum: number) => Type.Optional(Type.Integer({ minimum: 1, maximum }));
const ConfigFile = Type.Object(
  {
    projects: Type.Record(
      Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }),
      Type.Object(
        {
          keys: Type.Array(Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }), { minItems: 1 }),
          catalogs: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
        },
        closed,
      ),
      { ...closed, minProperties: 1 },
    ),
    limits: Type.Optional(
      Type.Object(
        Object.fromEntries(
          Object.entries(largestLimits).map(([name, maximum]) => [name, limit(maximum)]),
        ),
        closed,
      ),
    ),
  },
  closed,
);
type ConfigFile = Static<typeof ConfigFile>;

const validator = Compile(ConfigFile);

export interface Configuration {
  /** Names, in the order of the file. */
  projects: string[];
  keys: { hash: string; project: string }[];
  catalogs: { project: string; hash: string; catalog: CatalogJson }[];
  limits: Limits;
}

/**
 * Reads the configuration file, YAML or JSON, and the catalogs it names, relative to itself.
 *
 * Throws `setting_invalid`.
 *
 * @example
 * ```yaml
 * projects:
 *   default:
 *     keys:
 *       - sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *     catalogs:
 *       - ./orbit.catalog.json
 * limits:
 *   eventsPerRequest: 500
 * ```
 */
export async function readConfigFile(path: string): Promise<Configuration> {
  const config = checkConfig(path, parseConfig(path, await readText(path)));
  const keys = Object.entries(config.projects).flatMap(([project, { keys }]) =>
    keys.map((hash) => ({ hash, project })),
  );
  const seen = new Set<string>();
  for (const { hash, project } of keys) {
    if (seen.has(hash)) throw invalid(path, `the same key twice, again in projects.${project}`);
    seen.add(hash);
  }
  const catalogs = [];
  for (const [project, { catalogs: files = [] }] of Object.entries(config.projects)) {
    for (const file of files) {
      catalogs.push({ project, ...(await readCatalog(resolve(dirname(path), file))) });
    }
  }
  return {
    projects: Object.keys(config.projects),
    keys,
    catalogs,
    limits: { ...defaultLimits, ...config.limits },
  };
}

function parseConfig(path: string, text: string): unknown {
  try {
    // Aliases could make a small file a large configuration, and have no use in it.
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : '';
    throw invalid(path, message.replace(/:$/, ''));
  }
}

function checkConfig(path: string, value: unknown): ConfigFile {
  if (validator.Check(value)) return value;
  const [error] = validator.Errors(value);
  const place = error?.instancePath.replaceAll('/', '.').replace(/^\./, '') || 'the file';
  throw invalid(path, `${place} ${error?.message ?? 'is not valid'}`);
}

async function readCatalog(path: string): Promise<{ hash: string; catalog: CatalogJson }> {
  const text = await readText(path);
  let catalog: unknown;
  try {
    catalog = JSON.parse(text);
  } catch {
    throw invalid(path, 'not JSON');
  }
  if (!isCatalog(catalog)) throw invalid(path, explainCatalog(catalog) ?? 'not a catalog');
  const digest = createHash('sha256').update(JSON.stringify(catalog)).digest('hex');
  return { hash: digest.slice(0, 16), catalog };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : 'cannot be read');
  }
}

function invalid(path: string, what: string): SondeError {
  return new SondeError('setting_invalid', { detail: `${path}: ${what}` });
}
