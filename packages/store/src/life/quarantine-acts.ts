import { SondeError } from '@sonde/protocol';
import { type Maintenance, removeRows } from '../maintenance/remove-rows.js';
import type { TaskQueue } from '../maintenance/task-queue.js';
import type {
  AppendResult,
  QuarantineReason,
  QuarantineRetry,
  QuarantineSelection,
  ReplayPage,
} from '../port.js';
import type { Batch, QuarantinedEvent, StoredEvent } from '../records.js';
import { readCursor, writeCursor } from '../sql/cursor.js';
import {
  quarantineCondition,
  quarantineId,
  quarantineKey,
  quarantineReason,
} from '../sql/quarantined.js';
import { writeText } from '../sql/write-names.js';

export interface QuarantineActsDependencies {
  maintenance: Maintenance;
  /** Runs one task at a time that rewrites files: a deletion never meets a half-done replay. */
  rewrites: TaskQueue;
  /** Resolves when everything accepted until now is committed or has failed. */
  settled: () => Promise<void>;
  append: (batch: Batch) => Promise<AppendResult>;
}

/** Limits of one page, which is replayed in memory and removed with one statement. */
const pageMax = { events: 5_000, characters: 8_000_000 };

/** Where a page of heads ended. */
interface Place {
  at: number;
  id: string;
  /**
   * The newest `checked_at` when the first page was read. An event whose reason changes during a
   * replay gets another id and a later time, and no later page must return it.
   */
  checkedUntil: number;
}

interface Head {
  id: string;
  at: number;
  characters: number;
}

interface Row {
  id: string;
  at: number;
  its_insert_id: string;
  its_tool: string;
  place: number;
  reason: [code: string, field: string | null, message: string];
  content: string;
}

/** A literal of SQL; stored statements cannot have parameters. */
const literal = (value: string | number) =>
  typeof value === 'number' ? String(value) : writeText(value.toWellFormed());

/** Replay and removal of quarantined events. */
export class QuarantineActs {
  readonly #dependencies: QuarantineActsDependencies;

  constructor(dependencies: QuarantineActsDependencies) {
    this.#dependencies = dependencies;
  }

  async find(project: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#dependencies.maintenance.db.rows<{ id: string }>(
      `SELECT DISTINCT ${quarantineId} AS id FROM sonde.quarantine
       WHERE ${quarantineCondition(project, { ids }, literal)}`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** How many events a selection has. */
  async count(project: string, selection: QuarantineSelection): Promise<number> {
    const [row] = await this.#dependencies.maintenance.db.rows<{ events: string }>(
      `SELECT toString(uniqExact(${quarantineKey})) AS events FROM sonde.quarantine
       WHERE ${quarantineCondition(project, selection, literal)}`,
    );
    return Number(row?.events);
  }

  drop(project: string, selection: QuarantineSelection): Promise<number> {
    const { maintenance, rewrites, settled } = this.#dependencies;
    const remove = (chosen: QuarantineSelection) =>
      removeRows(maintenance, 'quarantine', quarantineCondition(project, chosen, literal));
    return rewrites.run(async () => {
      await settled();
      const dropped = await this.count(project, selection);
      if (dropped === 0) return 0;
      if (selection.field === undefined) await remove(selection);
      else {
        // Which field is an event's newest cannot be read from a half-removed month.
        for await (const ids of this.#pagesOfIds(project, selection)) await remove({ ids });
      }
      return dropped;
    });
  }

  async *#pagesOfIds(project: string, selection: QuarantineSelection) {
    let next: Place | null = await this.#firstPlace(project);
    while (next !== null) {
      const page: { heads: Head[]; next: Place | null } = await this.#readHeads(
        project,
        selection,
        next,
      );
      if (page.heads.length > 0) yield page.heads.map(({ id }) => id);
      next = page.next;
    }
  }

  /**
   * The events are stored before their quarantined rows are removed. After a crash in between, they
   * are replayed again, with the same insert ids, and count once.
   */
  replay(
    project: string,
    selection: QuarantineSelection,
    { cursor, retry }: { cursor: string | null; retry: QuarantineRetry },
  ): Promise<ReplayPage> {
    const { maintenance, rewrites, settled, append } = this.#dependencies;
    return rewrites.run(async () => {
      await settled();
      const place = cursor === null ? await this.#firstPlace(project) : readPlace(cursor);
      const { heads, next } = await this.#readHeads(project, selection, place);
      const rows = await this.#readRows(
        project,
        heads.map(({ id }) => id),
      );
      const events: StoredEvent[] = [];
      const changed: QuarantinedEvent[] = [];
      const gone: string[] = [];
      const reasons = new Map<string, QuarantineReason>();
      let quarantined = 0;
      for (const row of rows) {
        const before = toQuarantined(project, row);
        const after = await retry(before);
        if ('events' in after) {
          events.push(...after.events);
          gone.push(row.id);
          continue;
        }
        quarantined += 1;
        const { code, field, message } = after;
        const key = JSON.stringify([code, field]);
        reasons.set(key, { code, field, events: (reasons.get(key)?.events ?? 0) + 1 });
        const isSame = code === before.code && field === before.field && message === before.message;
        if (isSame) continue;
        const checked_at = Math.max(Date.now(), place.checkedUntil + 1);
        changed.push({ ...before, code, field, message, checked_at });
        // The same row has the same key.
        if (code !== before.code) gone.push(row.id);
      }
      const known = await this.#readStored(project, events);
      const fresh = events.filter(({ insert_id }) => !known.has(insert_id));
      const isEmpty = fresh.length === 0 && changed.length === 0;
      const { accepted } = isEmpty
        ? { accepted: 0 }
        : await append({ events: fresh, quarantined: changed });
      if (gone.length > 0) {
        await removeRows(
          maintenance,
          'quarantine',
          quarantineCondition(project, { ids: gone }, literal),
        );
      }
      return {
        accepted,
        duplicates: events.length - accepted,
        quarantined,
        reasons: [...reasons.values()].sort((a, b) => b.events - a.events),
        next_cursor: next === null ? null : writePlace(next),
      };
    });
  }

  /** Not by the clock, which may have been set back since the events arrived. */
  async #firstPlace(project: string): Promise<Place> {
    const [row] = await this.#dependencies.maintenance.db.rows<{ newest: number }>(
      'SELECT max(checked_at) AS newest FROM sonde.quarantine WHERE project = {project:String}',
      { project },
    );
    return { at: Number.MIN_SAFE_INTEGER, id: '', checkedUntil: row?.newest ?? 0 };
  }

  /** One page, oldest first; at least one event, however long. */
  async #readHeads(
    project: string,
    selection: QuarantineSelection,
    { at, id, checkedUntil }: Place,
  ): Promise<{ heads: Head[]; next: Place | null }> {
    const found = await this.#dependencies.maintenance.db.rows<Head>(
      `SELECT id, at, characters FROM (
         SELECT ${quarantineId} AS id, min(received_at) AS at, any(length(body)) AS characters
         FROM sonde.quarantine
         WHERE ${quarantineCondition(project, selection, literal)} AND checked_at <= {checkedUntil:Int64}
         GROUP BY id)
       WHERE (at, id) > ({at:Int64}, {id:String}) ORDER BY at, id LIMIT ${pageMax.events + 1}`,
      { at, id, checkedUntil },
    );
    let characters = 0;
    const heads = found.filter((head, index) => {
      characters += head.characters;
      return index === 0 || (index < pageMax.events && characters <= pageMax.characters);
    });
    const last = heads.at(-1);
    const hasMore = last !== undefined && heads.length < found.length;
    return { heads, next: hasMore ? { at: last.at, id: last.id, checkedUntil } : null };
  }

  async #readRows(project: string, ids: readonly string[]): Promise<Row[]> {
    if (ids.length === 0) return [];
    return this.#dependencies.maintenance.db.rows<Row>(
      `SELECT ${quarantineId} AS id, min(received_at) AS at, any(insert_id) AS its_insert_id,
         argMax(tool, received_at) AS its_tool, argMin(position, received_at) AS place,
         ${quarantineReason} AS reason, any(body) AS content
       FROM sonde.quarantine WHERE ${quarantineCondition(project, { ids }, literal)}
       GROUP BY id ORDER BY at, id`,
    );
  }

  /**
   * Of events without a time of their own, those that were sent again meanwhile: the repeat has
   * another time, and so another day, and would not replace the original.
   */
  async #readStored(project: string, events: readonly StoredEvent[]): Promise<Set<string>> {
    const untimed = events.filter(({ timestamp, received_at }) => timestamp === received_at);
    if (untimed.length === 0) return new Set();
    const rows = await this.#dependencies.maintenance.db.rows<{ insert_id: string }>(
      `SELECT DISTINCT insert_id FROM sonde.events
       WHERE project = {project:String} AND corrected_time >= {from:Int64}
         AND insert_id IN {ids:Array(String)}`,
      {
        project,
        from: untimed.reduce((least, { timestamp }) => Math.min(least, timestamp), Infinity),
        ids: untimed.map(({ insert_id }) => insert_id),
      },
    );
    return new Set(rows.map(({ insert_id }) => insert_id));
  }
}

function writePlace({ at, id, checkedUntil }: Place): string {
  return writeCursor([at, `${id} ${checkedUntil}`]);
}

/** @throws `parameter_invalid` for text that {@link writePlace} did not write. */
function readPlace(cursor: string): Place {
  const [at, text] = readCursor(cursor);
  const [id = '', until] = text.split(' ');
  const checkedUntil = Number(until);
  if (!Number.isSafeInteger(checkedUntil)) {
    throw new SondeError('parameter_invalid', { detail: 'the cursor is not from this server' });
  }
  return { at, id, checkedUntil };
}

function toQuarantined(project: string, row: Row): QuarantinedEvent {
  const [code, field, message] = row.reason;
  return {
    index: row.place,
    insert_id: row.its_insert_id === '' ? null : row.its_insert_id,
    code: code as QuarantinedEvent['code'],
    field,
    message,
    project,
    tool: row.its_tool,
    received_at: row.at,
    body: JSON.parse(row.content),
  };
}
