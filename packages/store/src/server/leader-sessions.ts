import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ClickHouseClient,
  ClickHouseError,
  type ClickHouseSettings,
} from '@clickhouse/client';
import { TaskQueue } from '../maintenance/task-queue.js';

/** A connection of a leader, which changes what only a leader may change. */
interface Fenced {
  /** For short statements on the same server. */
  asker: ClickHouseClient;
  /** Unlike that of the others on the server, and the same in each collector. */
  name: string;
  /**
   * Whether other collectors use such a connection, too; else only the leader may write through it.
   */
  isShared: boolean;
}

const sessionNotFound = '372';
const sessionLocked = '373';
const lockedMs = 10;

/** How long a statement waits while it is not known who leads, as after a restart of the server. */
const unknownMs = { longest: 10_000, poll: 50 };

/** A session ends when it is not used for this time. */
const timeoutSeconds = 600;
const refreshMs = 120_000;

/** What may be sent: in which term, unless as an ordinary collector. */
type Permission =
  | { kind: 'none' }
  | { kind: 'ordinary' }
  | { kind: 'term'; term: string; onEnded: () => void };

/**
 * Makes the writing statements of a leader fail once another collector leads, however late they are
 * sent: each runs in a session of the server, and the next leader ends these sessions.
 *
 * The server runs the statements of a session one at a time.
 */
export class LeaderSessions {
  readonly #all: Fenced[] = [];
  #permission: Permission = { kind: 'ordinary' };
  #timer: NodeJS.Timeout | undefined;

  /** The id for a statement of a term. */
  idOf(term: string): string {
    return `${idPrefix(term)}${randomUUID()}`;
  }

  /** The id for a statement that is sent now. */
  nextId(): string {
    return this.#permission.kind === 'term' ? this.idOf(this.#permission.term) : randomUUID();
  }

  async open(term: string): Promise<void> {
    for (const { asker, name } of this.#all) {
      await asker.command({ query: 'SELECT 1', ...inSession(term, name, {}) });
    }
  }

  /** @param onEnded Called if the server does not know a session any more. */
  use(term: string, onEnded: () => void): void {
    this.#permission = { kind: 'term', term, onEnded };
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#refresh(term), refreshMs).unref();
  }

  /** Refuses statements until it is known who leads. */
  suspend(): void {
    if (this.#permission.kind === 'term') this.#permission = { kind: 'none' };
    clearInterval(this.#timer);
  }

  /** This collector does not lead. */
  end(): void {
    clearInterval(this.#timer);
    this.#permission = { kind: 'ordinary' };
  }

  /** Ends all statements of an earlier term; later ones fail. */
  async endTerm(term: string): Promise<void> {
    for (const { asker, name } of this.#all) {
      for (;;) {
        await asker.command({
          query: 'KILL QUERY WHERE startsWith(query_id, {prefix:String}) SYNC',
          query_params: { prefix: idPrefix(term) },
        });
        try {
          const session = inSession(term, name, { session_check: 1, close_session: 1 });
          await asker.command({ query: 'SELECT 1', ...session });
          break;
        } catch (error) {
          if (codeOf(error) === sessionNotFound) break;
          if (codeOf(error) !== sessionLocked) throw error;
          await delay(lockedMs);
        }
      }
    }
  }

  /** Lets the client write only as the leader. */
  fence(fenced: Fenced, client: ClickHouseClient): ClickHouseClient {
    this.#all.push(fenced);
    const queue = new TaskQueue();
    const command = client.command.bind(client);
    const exec = client.exec.bind(client);
    client.command = (statement) =>
      this.#send(fenced, queue, (session) => command({ ...statement, ...session(statement) }));
    client.exec = async (statement) => {
      const rows: unknown[] = [];
      const isStream = 'values' in statement && statement.values !== undefined;
      if (isStream) for await (const chunk of statement.values as Readable) rows.push(chunk);
      return this.#send(fenced, queue, (session) =>
        exec({
          ...statement,
          ...session(statement),
          ...(isStream && { values: Readable.from(rows, { objectMode: false }) }),
        } as typeof statement),
      );
    };
    return client;
  }

  async #send<Result>(
    { name, isShared }: Fenced,
    queue: TaskQueue,
    send: (session: (statement: Settings) => object) => Promise<Result>,
  ): Promise<Result> {
    if (this.#permission.kind === 'ordinary' && isShared) return send(() => ({}));
    return queue.run(async () => {
      const deadline = performance.now() + unknownMs.longest;
      /** The term whose session a restarted server does not know. */
      let ended: string | undefined;
      for (;;) {
        const permission = this.#permission;
        const isKnown = permission.kind === 'term' && permission.term !== ended;
        if (!isKnown && permission.kind !== 'ordinary' && performance.now() < deadline) {
          await delay(unknownMs.poll);
          continue;
        }
        if (!isKnown) {
          throw new Error('this collector does not lead on the ClickHouse server');
        }
        const { term, onEnded } = permission;
        try {
          return await send(({ clickhouse_settings }) =>
            inSession(term, name, { ...clickhouse_settings, session_check: 1 }),
          );
        } catch (error) {
          // The server answers before it has left the session.
          if (codeOf(error) === sessionLocked) await delay(lockedMs);
          else if (codeOf(error) === sessionNotFound) {
            // The statement did not run. It runs in the next term, if nobody else led before.
            ended = term;
            onEnded();
          } else throw error;
        }
      }
    });
  }

  async #refresh(term: string): Promise<void> {
    for (const { asker, name } of this.#all) {
      const session = inSession(term, name, { session_check: 1 });
      // A statement that runs in it keeps it.
      await asker.command({ query: 'SELECT 1', ...session }).catch(() => {});
    }
  }
}

interface Settings {
  clickhouse_settings?: ClickHouseSettings;
}

/** The client sends settings and these parameters alike. */
function inSession(term: string, name: string, settings: Record<string, unknown>) {
  return {
    session_id: `sonde-${term}-${name}`,
    clickhouse_settings: {
      ...settings,
      session_timeout: String(timeoutSeconds),
    } as ClickHouseSettings,
  };
}

function idPrefix(term: string): string {
  return `sonde-leader-${term}-`;
}

function codeOf(error: unknown): string {
  return error instanceof ClickHouseError ? error.code : '';
}
