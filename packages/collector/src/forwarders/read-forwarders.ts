import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { destinationUrl } from '@sonde/destinations';
import type { ConfigDocument, Fail } from '../config-document.js';
import type { ForwarderDeclaration, ForwarderDeclarations } from './config-schema.js';
import type { ForwarderSettings, ForwarderType, NameChoice } from './forwarder-settings.js';

const defaultBatchEvents = 500;

/** Settings that only some types have. */
const onlyFor: Partial<Record<keyof ForwarderDeclaration, readonly ForwarderType[]>> = {
  format: ['webhook'],
  deletion_key_file: ['segment', 'amplitude', 'posthog'],
  deletion_endpoint: ['segment', 'amplitude', 'posthog'],
  posthog_project: ['posthog'],
};

interface Context {
  /** Projects that the file declares; empty: all are made at run time. */
  projects: readonly string[];
  /** Directory of the file. */
  directory: string;
  document: Pick<ConfigDocument, 'findPlace'>;
  fail: Fail;
}

/** Reads the declared forwarders and their key files. */
export async function readForwarders(
  declarations: ForwarderDeclarations,
  context: Context,
): Promise<ForwarderSettings[]> {
  const settings = [];
  for (const [id, declaration] of Object.entries(declarations)) {
    settings.push(await readForwarder(id, declaration, context));
  }
  return settings;
}

async function readForwarder(
  id: string,
  declaration: ForwarderDeclaration,
  { projects, directory, document, fail }: Context,
): Promise<ForwarderSettings> {
  const type = declaration.type as ForwarderType;
  const failAt = (what: string, ...path: string[]) =>
    fail(`forwarders.${id}: ${what}`, document.findPlace(['forwarders', id, ...path]));
  for (const [name, types] of Object.entries(onlyFor)) {
    if (name in declaration && !types.includes(type)) {
      throw failAt(`${name} is only for ${types.join(', ')}`, name);
    }
  }
  const { endpoint = '', sample = 1, batch = {}, filter = {}, rename = {} } = declaration;
  if (endpoint === '' && (type === 'webhook' || type === 'sonde')) {
    throw failAt(`a forwarder of type ${type} needs endpoint`);
  }
  for (const name of ['endpoint', 'deletion_endpoint'] as const) {
    const address = declaration[name];
    if (address === undefined) continue;
    if (!URL.canParse(address)) throw failAt(`${name} is not a valid address`, name);
    const { username, password } = new URL(address);
    if (username !== '' || password !== '') {
      throw failAt(`${name} must not have a user or a password; keys belong in key files`, name);
    }
  }
  if (type !== 'webhook' && destinationUrl(type, endpoint) === undefined) {
    throw failAt('endpoint is not a valid address', 'endpoint');
  }
  const own = declaration.projects ?? (projects.length === 0 ? ['default'] : projects);
  for (const [index, project] of (declaration.projects ?? []).entries()) {
    const path = ['projects', String(index)];
    if (own.indexOf(project) < index) throw failAt(`the project ${project} occurs twice`, ...path);
    if (projects.length > 0 && !projects.includes(project)) {
      throw failAt(`the project ${project} is not declared in this file`, ...path);
    }
  }
  const readKey = async (name: 'key_file' | 'deletion_key_file', file: string) => {
    const text = await readFile(resolve(directory, file), 'utf8').catch((error: Error) => {
      throw failAt(`${name}: ${error.message}`, name);
    });
    if (text.trim() === '') throw failAt(`${name}: the file is empty`, name);
    // A header cannot carry it.
    if (/[^\x20-\x7e]/.test(text.trim())) {
      throw failAt(`${name}: the key must be one line of ASCII characters`, name);
    }
    return text.trim();
  };
  const { deletion_key_file, deletion_endpoint = '', posthog_project } = declaration;
  if (deletion_key_file !== undefined && type === 'posthog' && posthog_project === undefined) {
    throw failAt('deletion_key_file needs posthog_project', 'deletion_key_file');
  }
  return {
    id,
    type,
    projects: own,
    endpoint,
    key: await readKey('key_file', declaration.key_file),
    format: declaration.format ?? 'json',
    selection: {
      events: toChoice(filter.events),
      where: new Map(
        Object.entries(filter.where ?? {}).map(([name, values]) => [
          name,
          new Set(Array.isArray(values) ? values : [values]),
        ]),
      ),
      eventNames: new Map(Object.entries(rename.events ?? {})),
      propertyNames: new Map(Object.entries(rename.properties ?? {})),
      properties: toChoice(declaration.properties),
      sample,
    },
    batch: {
      events: batch.events ?? defaultBatchEvents,
      bytes: batch.bytes,
      intervalMs: (batch.interval_seconds ?? 0) * 1_000,
    },
    deletion:
      deletion_key_file === undefined
        ? undefined
        : {
            key: await readKey('deletion_key_file', deletion_key_file),
            endpoint: deletion_endpoint,
            posthogProject: posthog_project,
          },
  };
}

function toChoice(declared: { include?: string[]; exclude?: string[] } = {}): NameChoice {
  const { include, exclude = [] } = declared;
  return { include: include && new Set(include), exclude: new Set(exclude) };
}
