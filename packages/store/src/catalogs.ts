import { type CatalogUse, type OrderedCatalog, orderCatalogs, soleTool } from '@sonde/analytics';
import type { CatalogJson } from '@sonde/protocol';
import type { StoredCatalogUse } from './records.js';
import type { Database } from './sql/database.js';

export interface CatalogsOptions {
  db: Database;
  /** Writes one row durably to `sonde.catalogs`, with the columns in {@link catalogColumns}. */
  insertCatalog: (line: string) => Promise<void>;
  /** Writes one row durably to `sonde.catalog_versions`, with columns {@link catalogUseColumns}. */
  insertUse: (line: string) => Promise<void>;
}

export const catalogColumns: readonly string[] = [
  'project',
  'tool',
  'hash',
  'stored_at',
  'catalog',
];
export const catalogUseColumns: readonly string[] = ['project', 'hash', 'version', 'last_seen'];

/** A catalog with all its declarations, and its place among the catalogs of its tool. */
export interface WholeCatalog extends OrderedCatalog {
  catalog: CatalogJson;
}

/** Precision of a catalog's last use: one write per hour and version, not one per batch. */
const useResolutionMs = 3_600_000;

/** More than any project has. Made-up catalogs from clients must not slow down queries. */
const mostUses = 10_000;
const mostCatalogsOfTool = 100;
const mostTools = 200;

/** Total length of the catalogs, as JSON, that are cached in memory. */
const mostCharacters = 20_000_000;

/** The catalogs of all projects, and the tool versions that use them. */
export class Catalogs {
  readonly #options: CatalogsOptions;
  /** By project and hash. The catalog of a hash never changes. */
  readonly #catalogs = new Map<string, CatalogJson>();
  #characters = 0;
  /** By project and hash. */
  readonly #tools = new Map<string, string>();
  /** The last use that was written: by project, then by hash and version. */
  readonly #uses = new Map<string, Promise<Map<string, number>>>();

  constructor(options: CatalogsOptions) {
    this.#options = options;
  }

  async put(project: string, hash: string, catalog: CatalogJson): Promise<void> {
    const row = [project, catalog.tool, hash, Date.now(), JSON.stringify(catalog)];
    await this.#options.insertCatalog(JSON.stringify(row));
  }

  /** The tool of this catalog; null if the catalog is not stored. */
  async toolOf(project: string, hash: string): Promise<string | null> {
    const key = keyOf(project, hash);
    const known = this.#tools.get(key);
    if (known !== undefined) return known;
    const [row] = await this.#options.db.rows<{ tool: string }>(
      `SELECT tool FROM sonde.catalogs
       WHERE project = {project:String} AND hash = {hash:String} ORDER BY stored_at DESC LIMIT 1`,
      { project, hash },
    );
    if (row === undefined) return null;
    if (this.#tools.size >= mostUses) this.#tools.clear();
    this.#tools.set(key, row.tool);
    return row.tool;
  }

  /** How many catalogs a tool has, and the whole project. */
  async count(project: string, tool: string): Promise<{ ofTool: number; ofProject: number }> {
    const [counts] = await this.#options.db.rows<{ of_tool: string; of_project: string }>(
      `SELECT uniqExactIf(hash, tool = {tool:String}) AS of_tool,
         uniqExact(tool, hash) AS of_project
       FROM sonde.catalogs WHERE project = {project:String}`,
      { project, tool },
    );
    return { ofTool: Number(counts?.of_tool), ofProject: Number(counts?.of_project) };
  }

  /** The tool that events without one belong to: the project's only tool; else empty. */
  async soleTool(project: string): Promise<string> {
    const rows = await this.#options.db.rows<{ tool: string }>(
      `SELECT DISTINCT tool FROM sonde.catalogs WHERE project = {project:String} LIMIT 2`,
      { project },
    );
    return soleTool(rows.map(({ tool }) => tool));
  }

  /** Notes that a version of a tool uses a catalog. A known use is not written again. */
  async noteUse({ project, hash, version, last_seen }: StoredCatalogUse): Promise<void> {
    const uses = await this.#readNoted(project);
    const key = keyOf(hash, version);
    const noted = uses.get(key);
    if (noted === undefined ? uses.size >= mostUses : last_seen < noted + useResolutionMs) return;
    uses.set(key, last_seen);
    try {
      await this.#options.insertUse(JSON.stringify([project, hash, version, last_seen]));
    } catch (error) {
      if (noted === undefined) uses.delete(key);
      else uses.set(key, noted);
      throw error;
    }
  }

  /** The catalog with this hash; null if it is not stored. */
  async find(project: string, hash: string): Promise<CatalogJson | null> {
    return (await this.#load(project, [hash])).get(hash) ?? null;
  }

  /**
   * The catalogs of a project without their declarations, grouped by tool in alphabetical order;
   * newest first within a tool.
   */
  async list(project: string): Promise<OrderedCatalog[]> {
    const [stored, uses] = await Promise.all([this.#readHeads(project), this.#readUses(project)]);
    const tools = [...new Set(stored.map(({ tool }) => tool))];
    return tools.flatMap((tool) =>
      orderCatalogs(
        stored.filter((catalog) => catalog.tool === tool),
        uses,
      ),
    );
  }

  /** The same, with their declarations: the newest of each tool. */
  async read(project: string): Promise<WholeCatalog[]> {
    const counts = new Map<string, number>();
    const ordered = (await this.list(project)).filter(({ tool }) => {
      const count = (counts.get(tool) ?? 0) + 1;
      counts.set(tool, count);
      return count <= mostCatalogsOfTool;
    });
    const whole = await this.#load(
      project,
      ordered.map(({ hash }) => hash),
    );
    return ordered.flatMap((head) => {
      const catalog = whole.get(head.hash);
      return catalog === undefined ? [] : [{ ...head, catalog }];
    });
  }

  #readHeads(project: string) {
    return this.#options.db.rows<{ tool: string; hash: string; stored_at: number }>(
      `SELECT tool, hash, max(catalogs.stored_at) AS stored_at FROM sonde.catalogs AS catalogs
       WHERE project = {project:String} AND tool IN (
         SELECT DISTINCT tool FROM sonde.catalogs WHERE project = {project:String}
         ORDER BY tool LIMIT ${mostTools})
       GROUP BY tool, hash ORDER BY tool, stored_at DESC LIMIT ${mostUses}`,
      { project },
    );
  }

  #readUses(project: string): Promise<CatalogUse[]> {
    return this.#options.db.rows<CatalogUse>(
      `SELECT hash, version, max(versions.last_seen) AS last_seen
       FROM sonde.catalog_versions AS versions
       WHERE project = {project:String}
       GROUP BY hash, version ORDER BY last_seen DESC LIMIT ${mostUses}`,
      { project },
    );
  }

  /** Reads once; later uses are written by this process. */
  #readNoted(project: string): Promise<Map<string, number>> {
    let noted = this.#uses.get(project);
    if (noted === undefined) {
      noted = this.#readUses(project).then(
        (uses) =>
          new Map(uses.map(({ hash, version, last_seen }) => [keyOf(hash, version), last_seen])),
      );
      this.#uses.set(project, noted);
      noted.catch(() => this.#uses.delete(project));
    }
    return noted;
  }

  async #load(project: string, hashes: readonly string[]): Promise<Map<string, CatalogJson>> {
    const found = new Map<string, CatalogJson>();
    for (const hash of hashes) {
      const known = this.#catalogs.get(keyOf(project, hash));
      if (known !== undefined) found.set(hash, known);
    }
    const missing = hashes.filter((hash) => !found.has(hash));
    if (missing.length === 0) return found;
    const rows = await this.#options.db.rows<{ hash: string; catalog: string }>(
      `SELECT hash, catalog FROM sonde.catalogs
       WHERE project = {project:String} AND hash IN {missing:Array(String)}
       ORDER BY stored_at DESC LIMIT 1 BY hash`,
      { project, missing },
    );
    for (const { hash, catalog } of rows) {
      const parsed = JSON.parse(catalog) as CatalogJson;
      found.set(hash, parsed);
      this.#remember(keyOf(project, hash), parsed, catalog.length);
    }
    return found;
  }

  #remember(key: string, catalog: CatalogJson, characters: number): void {
    if (this.#characters + characters > mostCharacters) {
      this.#catalogs.clear();
      this.#characters = 0;
    }
    this.#catalogs.set(key, catalog);
    this.#characters += characters;
  }
}

function keyOf(first: string, second: string): string {
  return `${first}\n${second}`;
}
