import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import type { CommitOrder } from '../commits/commit-order.js';
import { GroupCommit } from '../group-commit.js';
import { insertLines } from '../insert-lines.js';
import type { Page } from '../page.js';
import type { StoredEvent } from '../records.js';
import { Database } from '../sql/database.js';
import { toAppendError } from '../store-errors.js';
import * as deadLetters from './dead-letters.js';
import * as events from './forwarded-events.js';
import type {
  Backlog,
  DeadLetter,
  DeadLetterPage,
  DeadLetterState,
  EventKey,
  EventPlace,
  ForwarderState,
  ForwardingChange,
  ForwardingStore,
  PlacedEvent,
  RecordedRange,
} from './forwarding-store.js';

export interface ForwardingOptions {
  /** A connection used only for this: forwarders must not block events or queries. */
  client: ClickHouseClient;
  order: CommitOrder;
  /** Shortest time between two commits, in milliseconds. */
  commitIntervalMs: number;
  /** Rejects with `disk_full` if the volume has no room for that many characters. */
  checkSpace: (characters: number) => Promise<void>;
}

const stateColumns = ['project', 'forwarder', 'revision', 'body'];

/** What forwarders read, and how far they are. */
export class Forwarding implements ForwardingStore {
  readonly #options: ForwardingOptions;
  readonly #db: Database;
  readonly #commits: GroupCommit<ForwardingChange>;
  #lastRevision = 0;
  #closed = false;

  constructor(options: ForwardingOptions) {
    this.#options = options;
    this.#db = new Database(options.client);
    this.#commits = new GroupCommit({
      write: (changes) => this.#write(changes),
      intervalMs: options.commitIntervalMs,
    });
  }

  get lastCommit(): number {
    return this.#options.order.known;
  }

  /** Continues the numbers of earlier processes, also if the machine's clock was set back. */
  async load(): Promise<void> {
    const [row] = await this.#db.rows<{ commit: string; revision: string }>(
      `SELECT toString((SELECT max(committed_at) FROM sonde.events
           WHERE committed_at >= {now:Int64})) AS commit,
         toString(greatest((SELECT max(revision) FROM sonde.forwarder_states),
           (SELECT max(revision) FROM sonde.dead_letters))) AS revision`,
      { now: Date.now() },
    );
    const { order } = this.#options;
    order.continueAfter(Number(row?.commit));
    this.#lastRevision = Number(row?.revision);
    await order.complete();
  }

  readCommitted(project: string, after: EventPlace, limit: number): Promise<PlacedEvent[]> {
    const { order } = this.#options;
    if (!order.isShared && order.known < after.at) return Promise.resolve([]);
    return events.readCommitted(this.#db, project, after, () => order.complete(), limit);
  }

  countCommitted(project: string, after: EventPlace): Promise<Backlog> {
    return events.countCommitted(this.#db, project, after);
  }

  readRecorded(
    project: string,
    range: RecordedRange,
    after: EventPlace | null,
    limit: number,
  ): Promise<PlacedEvent[]> {
    return events.readRecorded(this.#db, project, range, after, limit);
  }

  countRecorded(project: string, range: RecordedRange): Promise<number> {
    return events.countRecorded(this.#db, project, range);
  }

  readEvents(project: string, keys: readonly EventKey[]): Promise<StoredEvent[]> {
    return events.readEvents(this.#db, project, keys);
  }

  async write(change: ForwardingChange): Promise<void> {
    if (this.#closed) throw new SondeError('store_unavailable', { detail: 'closing' });
    try {
      await this.#commits.append(change);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  async states(): Promise<ForwarderState[]> {
    const rows = await this.#db.rows<{ project: string; forwarder: string; latest: string }>(
      `SELECT project, forwarder, argMax(body, revision) AS latest
       FROM sonde.forwarder_states GROUP BY project, forwarder ORDER BY project, forwarder`,
    );
    return rows.map(({ latest, ...row }) => ({ ...row, body: JSON.parse(latest) }));
  }

  deadLetters(project: string, forwarder: string, page: Page): Promise<DeadLetterPage> {
    return deadLetters.readPage(this.#db, project, forwarder, page);
  }

  findDeadLetters(
    project: string,
    forwarder: string,
    which: { insertIds: readonly string[] } | { state: DeadLetterState },
    limit: number,
  ): Promise<DeadLetter[]> {
    return deadLetters.find(this.#db, project, forwarder, which, limit);
  }

  countDeadLetters(project: string, forwarder: string): Promise<{ dead: number; waiting: number }> {
    return deadLetters.count(this.#db, project, forwarder);
  }

  /** Waits for accepted changes and running queries. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#commits.drain();
    await this.#db.close();
  }

  /** Dead letters first: a state whose cursor is past an event must not lose that event. */
  async #write(changes: ForwardingChange[]): Promise<void> {
    const { client, checkSpace } = this.#options;
    const letters = changes
      .flatMap((change) => change.deadLetters)
      .map((letter) => deadLetters.encode(letter, this.#nextRevision()));
    // Only the last state of each forwarder counts.
    const latest = new Map<string, ForwarderState>();
    for (const state of changes.flatMap(({ states }) => states)) {
      latest.set(`${state.project}\n${state.forwarder}`, state);
    }
    const states = [...latest.values()].map(({ project, forwarder, body }) =>
      JSON.stringify([project, forwarder, this.#nextRevision(), JSON.stringify(body)]),
    );
    await checkSpace([...letters, ...states].reduce((sum, line) => sum + line.length, 0));
    await insertLines(client, 'sonde.dead_letters', deadLetters.columns, letters);
    await insertLines(client, 'sonde.forwarder_states', stateColumns, states);
  }

  #nextRevision(): number {
    this.#lastRevision = Math.max(this.#lastRevision + 1, Date.now());
    return this.#lastRevision;
  }
}
