import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CatalogJson, SondeError } from '@sonde/protocol';
import { explainCatalog } from '@sonde/protocol/catalog-schema';
import { createJiti } from 'jiti';
import { type CatalogDefinition, catalogToJson } from 'sonde/catalog';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error's message, without its stack. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function loadModule(path: string): Promise<Record<string, unknown>> {
  try {
    if (/^\.[cm]?tsx?$/.test(extname(path))) {
      return await createJiti(pathToFileURL(path).href, { fsCache: false }).import(path);
    }
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new SondeError('catalog_not_loadable', { detail: messageOf(error), cause: error });
  }
}

/**
 * Finds the exported catalog: the export named `catalog`, else the default export, else the only
 * one.
 */
function findExport(exports: Record<string, unknown>): unknown {
  const isCandidate = (value: unknown) => isObject(value) && typeof value.tool === 'string';
  for (const name of ['catalog', 'default']) {
    if (isCandidate(exports[name])) return exports[name];
  }
  const candidates = Object.values(exports).filter(isCandidate);
  if (candidates.length === 1) return candidates[0];
  throw new SondeError('catalog_not_exported', {
    detail: candidates.length === 0 ? 'no export has a tool' : 'more than one export has a tool',
  });
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SondeError('file_not_readable', { detail: messageOf(error), cause: error });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SondeError('catalog_not_loadable', { detail: messageOf(error), cause: error });
  }
}

/**
 * Loads a catalog from a JSON document, or from a module that exports one.
 *
 * Throws a {@link SondeError}: `file_not_readable`, `catalog_not_loadable`, `catalog_not_exported` or
 * `catalog_invalid`.
 *
 * @param file Path of a `.json`, or of a `.ts`, `.mts`, `.js`, `.mjs` or `.cjs` module.
 */
export async function loadCatalog(file: string): Promise<CatalogJson> {
  const path = resolve(file);
  let value: unknown;
  if (extname(path) === '.json') {
    value = await readJson(path);
  } else {
    await readFile(path).catch((error: unknown) => {
      throw new SondeError('file_not_readable', { detail: messageOf(error), cause: error });
    });
    value = findExport(await loadModule(path));
    if (isObject(value) && value.format === undefined) {
      try {
        const document = catalogToJson(value as unknown as CatalogDefinition);
        // Plain objects not made with the functions of `sonde/catalog` have no declaration.
        value = JSON.parse(
          JSON.stringify(document, (_, part) => (part === undefined ? null : part)),
        );
      } catch (error) {
        throw new SondeError('catalog_invalid', { detail: messageOf(error), cause: error });
      }
    }
  }
  const fault = explainCatalog(value);
  if (fault !== undefined) throw new SondeError('catalog_invalid', { detail: fault });
  return value as CatalogJson;
}
