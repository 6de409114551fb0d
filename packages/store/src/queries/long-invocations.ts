import type { StoredEvent } from '../records.js';
import type { Database } from './database.js';
import { longestInvocationMs, type Range, readEdges } from './range.js';

/** Corrected times of the earliest and the latest event of an invocation. */
interface Span {
  first: number;
  last: number;
}

interface Project {
  /** The invocations that are known to be long. */
  long: Map<string, Span>;
  /** Those that got events since they were measured; null when all are to be measured. */
  changed: Set<string> | null;
  /** Resolves when the measurements that have begun are over. */
  measured: Promise<void>;
}

/** With more of them, measuring all invocations takes no longer. */
const mostChanged = 10_000;

/** More long invocations than any tool has: what a client makes up must not fill the memory. */
const mostLong = 100_000;

/**
 * Which invocations are long: those whose events lie so far apart that a question about a range would
 * not find all of them by their time. There are few, and a question reads them by their ids.
 *
 * All invocations are measured once, for the first question; after that those alone that got events,
 * so that questions do not slow down as the store grows.
 */
export class LongInvocations {
  readonly #db: Database;
  readonly #projects = new Map<string, Project>();

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Notes that invocations get these events. Call it before the events are committed, so that no
   * question sees them unmeasured, and again afterwards, for a measurement in between misses them.
   */
  note(events: readonly StoredEvent[]): void {
    for (const { project, invocation_id } of events) {
      const known = this.#projects.get(project);
      // Nothing is known before the first question, and everything is to be measured then.
      if (known === undefined || known.changed === null) continue;
      known.changed.add(invocation_id);
      if (known.changed.size > mostChanged) known.changed = null;
    }
  }

  /** Ids of the long invocations with events both inside and outside of what is read for a range. */
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

  /** Measures what changed, after the measurements of earlier questions. */
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
