import type { StoredEvent } from '../records.js';
import type { Database } from './database.js';
import { longestInvocationMs, type Range, readEdges } from './range.js';

/** Corrected times of the earliest and the latest event of an invocation. */
interface Span {
  first: number;
  last: number;
}

interface Project {
  /** The known long invocations. */
  long: Map<string, Span>;
  /** Invocations with new events since they were measured; null if all must be measured. */
  changed: Set<string> | null;
  /** Resolves when the started measurements are done. */
  measured: Promise<void>;
}

/** With more than these, measuring all invocations is as fast. */
const mostChanged = 10_000;

/** More long invocations than any tool has. Made-up ones from clients must not fill the memory. */
const mostLong = 100_000;

/**
 * Knows which invocations are long: their events are so far apart that a query for a range would
 * not find all of them by time. There are few, and queries read them by id.
 *
 * The first query measures all invocations; later ones measure only those with new events, so
 * queries do not slow down as the store grows.
 */
export class LongInvocations {
  readonly #db: Database;
  readonly #projects = new Map<string, Project>();

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Notes new events of invocations. Call it before the events are committed, so that no query sees
   * them unmeasured, and again afterwards, because a measurement in between misses them.
   */
  note(events: readonly StoredEvent[]): void {
    for (const { project, invocation_id } of events) {
      const known = this.#projects.get(project);
      // Before the first query nothing is known, and everything will be measured.
      if (known === undefined || known.changed === null) continue;
      known.changed.add(invocation_id);
      if (known.changed.size > mostChanged) known.changed = null;
    }
  }

  /**
   * Ids of long invocations with events both inside and outside the rows that are read for a range.
   */
  async crossing(project: string, range: Range): Promise<string[]> {
    const { long } = await this.#measured(project);
    const { read_from, read_to } = readEdges(range);
    const ids: string[] = [];
    for (const [id, { first, last }] of long) {
      const isInside = first < read_to && last >= read_from;
      if (isInside && (first < read_from || last >= read_to)) ids.push(id);
    }
    return ids;
  }

  /** Measures changed invocations, after the measurements of earlier queries. */
  async #measured(project: string): Promise<Project> {
    let known = this.#projects.get(project);
    if (known === undefined) {
      known = { long: new Map(), changed: null, measured: Promise.resolve() };
      this.#projects.set(project, known);
    }
    const measuring = known;
    const own = known.measured.then(() => this.#measure(project, measuring));
    known.measured = own.catch(() => {});
    await own;
    return known;
  }

  async #measure(project: string, known: Project): Promise<void> {
    const ids = known.changed === null ? undefined : [...known.changed];
    if (ids?.length === 0) return;
    known.changed = new Set();
    try {
      const rows = await this.#db.rows<Span & { invocation_id: string }>(
        `SELECT invocation_id, min(corrected_time) AS first, max(corrected_time) AS last
         FROM sonde.events
         WHERE project = {project:String} ${ids === undefined ? '' : 'AND invocation_id IN {ids:Array(String)}'}
         GROUP BY invocation_id HAVING last - first > {longest:Int64}
         LIMIT ${mostLong}`,
        { project, longest: longestInvocationMs, ...(ids !== undefined && { ids }) },
      );
      for (const { invocation_id, first, last } of rows) {
        if (known.long.size < mostLong) known.long.set(invocation_id, { first, last });
      }
    } catch (error) {
      known.changed = null;
      throw error;
    }
  }
}
