import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import type { CommitOrder } from '../commits/commit-order.js';
import type { AllDerivedTables } from '../derived/all-derived-tables.js';
import { derivedTables } from '../derived/tables.js';
import type { EventKey } from '../forwarding/forwarding-store.js';
import { removeRows, untilCleaned } from '../maintenance/remove-rows.js';
import type { StoreMaintenance } from '../maintenance/store-maintenance.js';
import type { TaskQueue } from '../maintenance/task-queue.js';
import type { Page } from '../page.js';
import type {
  DeletionForward,
  DeletionOptions,
  DeletionPage,
  DeletionPreview,
  Person,
  PersonDeletion,
  WaitingForward,
} from '../port.js';
import { writeText } from '../sql/write-names.js';
import { forgetIds, readWaiting, writeForwards, writeIds } from './deletion-forwards.js';
import {
  eventFingerprintSql,
  hashPerson,
  lossFingerprintSql,
  personFingerprint,
  quarantineFingerprintSql,
} from './fingerprint.js';
import {
  eventsOf,
  type LinkedMatch,
  lossesOf,
  matchByHash,
  matchById,
  type PersonMatch,
  quarantinedOf,
  readPerson,
  withLinkedIds,
} from './person.js';
import { readReceipts, readUnfinished, writeReceipt } from './receipts.js';
import type { RefusalGroup, RefusalKind } from './refusals.js';
import type { StoredRefusals } from './stored-refusals.js';

export interface DeletionsDependencies {
  maintenance: StoreMaintenance;
  stored: StoredRefusals;
  personKey: string;
  /** Runs one task at a time that rewrites files. */
  rewrites: TaskQueue;
  /**
   * Resolves when everything accepted until now is committed or has failed; rejects if that cannot
   * be reached.
   */
  settled: () => Promise<void>;
  derived: Pick<AllDerivedTables, 'duringRemoval'>;
  order: Pick<CommitOrder, 'publishRefusals'>;
}

/**
 * How many deletions of a project may be in progress. A request waits for earlier ones, and its
 * client waits for the request. Many people have write keys, so their requests have their own
 * limit. `look`: checking whether any data of an installation exists.
 */
const mostUnderWay = { look: 10, installation: 10, administrator: 20 };

/** A deletion in progress. */
interface Running {
  receipt: PersonDeletion;
  /** Which limit of its project it counts towards. */
  place: keyof typeof mostUnderWay;
  finished: Promise<PersonDeletion>;
}
/** How long a caller waits; the deletion continues. Proxies give up after a minute. */
const patienceMs = 50_000;
const retryMs = 600_000;

const refusalColumns = ['project', 'deletion_id', 'kind', 'day', 'hash', 'revision'];

/** How a person's rows are identified, by table. */
const listings = [
  { table: 'events', kind: 'event', day: 'toUInt16(day)', hash: eventFingerprintSql, of: eventsOf },
  {
    table: 'quarantine',
    kind: 'quarantined',
    day: '0',
    hash: quarantineFingerprintSql,
    of: quarantinedOf,
  },
  { table: 'losses', kind: 'loss', day: '0', hash: lossFingerprintSql, of: lossesOf },
] as const;

/** A dead letter has the key of its event. */
const removals = [
  ...listings,
  { table: 'dead_letters', kind: 'event', hash: eventFingerprintSql },
] as const;

/**
 * Deletes the data of persons, so that it stays deleted. If no data of an installation exists, its
 * id is only refused from now on, which takes a row of a few bytes and makes no receipt. Otherwise:
 *
 * 1. The receipt is written, without an end time: after a crash, the next start continues.
 * 2. The hashes of all rows are written, and these rows are refused from now on. Requests that send
 *    them to a destination end.
 * 3. Rows with these hashes are removed, also if only one version of an event named the person, and
 *    what was derived from them.
 * 4. The receipt gets its end time.
 *
 * The id itself is never stored.
 */
export class Deletions {
  readonly #dependencies: DeletionsDependencies;
  readonly #retries = new Set<NodeJS.Timeout>();
  /** Deletions in progress by request; an identical request waits for the same deletion. */
  readonly #running = new Map<string, Running>();
  readonly #unfinished = new Set<Promise<unknown>>();
  /** Calls of {@link useUndeleted} in progress. */
  readonly #uses = new Set<Promise<void>>();

  constructor(dependencies: DeletionsDependencies) {
    this.#dependencies = dependencies;
    dependencies.maintenance.signal.addEventListener('abort', () => {
      for (const retry of this.#retries) clearTimeout(retry);
    });
  }

  /** Finishes in the background what a crash interrupted. */
  async load(): Promise<void> {
    const { maintenance, personKey, order, stored } = this.#dependencies;
    // A crash may have left refusals whose revision is not written.
    await order.publishRefusals(async () => {});
    await stored.refresh();
    await forgetIds(maintenance.shards[0]);
    for (const receipt of await readUnfinished(maintenance)) {
      const { project, kind, person } = receipt;
      this.#track(this.#finish(receipt, matchByHash(project, kind, person, personKey)));
    }
  }

  /**
   * Resolves when everything is deleted or, after 50 seconds, with a receipt that has no end time
   * yet.
   */
  async delete(project: string, person: Person, options: DeletionOptions): Promise<PersonDeletion> {
    const { personKey } = this.#dependencies;
    const { kind, id } = readPerson(person);
    const { refusesLater, requestedBy } = options;
    const hash = hashPerson(personKey, project, id);
    const request = JSON.stringify([project, kind, hash, refusesLater, requestedBy]);
    let running = this.#running.get(request);
    if (running === undefined) {
      const place = isOfInstallation(options) ? 'look' : 'administrator';
      this.#checkPlaces(project, place);
      const receipt: PersonDeletion = {
        project,
        id: randomUUID(),
        kind,
        person: hash,
        refuses_later: refusesLater,
        requested_by: requestedBy,
        requested_at: new Date().toISOString(),
        finished_at: null,
        events: null,
        quarantined: null,
        loss_reports: null,
        anonymous_ids: null,
        other_user_ids: null,
        forwards: toForwards(options),
      };
      const match = matchById(project, person);
      const begun: Omit<Running, 'finished'> = { receipt, place };
      const finished = this.#begin(begun, match, options.secret).finally(() =>
        this.#running.delete(request),
      );
      this.#track(finished);
      running = Object.assign(begun, { finished });
      this.#running.set(request, running);
    }
    const waited = new AbortController();
    try {
      return await Promise.race([
        running.finished,
        delay(patienceMs, running.receipt, { signal: waited.signal, ref: false }),
      ]);
    } finally {
      waited.abort();
    }
  }

  #checkPlaces(project: string, place: Running['place']): void {
    const taken = [...this.#running.values()].filter(
      (running) => running.receipt.project === project && running.place === place,
    );
    if (taken.length >= mostUnderWay[place]) throw new SondeError('overloaded');
  }

  async #begin(
    running: Omit<Running, 'finished'>,
    match: PersonMatch,
    secret = '',
  ): Promise<PersonDeletion> {
    const { maintenance, settled } = this.#dependencies;
    const { receipt } = running;
    if (running.place === 'look') {
      await this.#refuseIds(receipt);
      await settled();
      if (!(await this.#isKept(match))) {
        const finished_at = new Date().toISOString();
        const none = { events: 0, quarantined: 0, loss_reports: 0 };
        const noIds = { anonymous_ids: 0, other_user_ids: 0 };
        return { ...receipt, ...none, ...noIds, finished_at, forwards: [] };
      }
      this.#checkPlaces(receipt.project, 'installation');
      running.place = 'installation';
    }
    // An alias that is being stored adds ids, which destinations must get, too.
    await settled();
    await this.#keepForwards(receipt, match, secret);
    await writeReceipt(maintenance, receipt);
    return this.#finish(receipt, match);
  }

  /** Before the receipt: without one, the next start removes the ids. */
  async #keepForwards(receipt: PersonDeletion, match: PersonMatch, secret: string): Promise<void> {
    const { maintenance } = this.#dependencies;
    const { forwards, kind } = receipt;
    if (forwards.some(({ state }) => state === 'waiting')) {
      const id = String(match.parameters.id);
      const { otherUserIds, anonymousIds } = await withLinkedIds(maintenance.db, match);
      const isUser = kind === 'user_id';
      await writeIds(maintenance, receipt, {
        userId: isUser ? id : '',
        otherUserIds,
        anonymousIds: isUser ? anonymousIds : [id],
        secret,
      });
    }
    if (forwards.length > 0) await writeForwards(maintenance, receipt, forwards);
  }

  waitingForwards(): Promise<WaitingForward[]> {
    return readWaiting(this.#dependencies.maintenance.db);
  }

  async noteForward(
    deletion: { project: string; id: string },
    forward: Omit<DeletionForward, 'at'>,
  ): Promise<void> {
    const { maintenance, rewrites } = this.#dependencies;
    const at = new Date().toISOString();
    await writeForwards(maintenance, deletion, [{ ...forward, at }]);
    if (forward.state !== 'waiting')
      await rewrites.run(() => forgetIds(maintenance.shards[0], deletion.id));
  }

  useUndeleted<Key extends EventKey, Result>(
    project: string,
    keys: readonly Key[],
    use: (kept: Key[]) => Promise<Result>,
  ): Promise<Result> {
    const { refusals } = this.#dependencies.stored;
    // Nothing may happen between this look and the entry in the set.
    const result = use(keys.filter((key) => !refusals.isDeleted(project, key)));
    const ended = result.then(
      () => {},
      () => {},
    );
    this.#uses.add(ended);
    ended.then(() => this.#uses.delete(ended));
    return result;
  }

  /** Whether any row of an installation exists. */
  async #isKept(unlinked: PersonMatch): Promise<boolean> {
    const { db } = this.#dependencies.maintenance;
    const match = await withLinkedIds(db, unlinked);
    for (const { table, of } of listings) {
      const rows = await db.rows(
        `SELECT 1 AS kept FROM sonde.${table} WHERE ${of(match)} LIMIT 1`,
        match.parameters,
      );
      if (rows.length > 0) return true;
    }
    return false;
  }

  /** Resolves when nothing is in progress. */
  async idle(): Promise<void> {
    await Promise.all(this.#unfinished);
  }

  /** Counts what a deletion would delete. */
  async preview(project: string, person: Person): Promise<DeletionPreview> {
    const { db } = this.#dependencies.maintenance;
    const match = await withLinkedIds(db, matchById(project, person));
    const counts = listings.map(
      ({ table, hash, of }) =>
        `(SELECT toString(uniqExact(${hash})) FROM sonde.${table} WHERE ${of(match)}) AS of_${table}`,
    );
    const [row] = await db.rows<{ of_events: string; of_quarantine: string; of_losses: string }>(
      `SELECT ${counts.join(', ')}`,
      match.parameters,
    );
    return {
      events: Number(row?.of_events),
      quarantined: Number(row?.of_quarantine),
      loss_reports: Number(row?.of_losses),
      anonymous_ids: match.anonymousIds.length,
      other_user_ids: match.otherUserIds.length,
    };
  }

  receipts(project: string, page: Page): Promise<DeletionPage> {
    return readReceipts(this.#dependencies.maintenance, project, page);
  }

  #track(deletion: Promise<unknown>): void {
    const ended = deletion.catch(() => {}).finally(() => this.#unfinished.delete(ended));
    this.#unfinished.add(ended);
  }

  /** The next deletion may begin while files replaced by this one are still being removed. */
  async #finish(receipt: PersonDeletion, unlinked: PersonMatch): Promise<PersonDeletion> {
    const { maintenance, rewrites } = this.#dependencies;
    try {
      const counts = await rewrites.run(() => this.#remove(receipt, unlinked));
      for (const { table, kind } of removals) {
        if (table === 'events' || counts.listed(kind) === 0) continue;
        await untilCleaned(maintenance.shards[0], table);
      }
      if (counts.listed('event') > 0) {
        for (const shard of maintenance.shards) {
          for (const { name } of [{ name: 'events' }, ...derivedTables]) {
            await untilCleaned(shard, name);
          }
        }
      }
      const finished: PersonDeletion = {
        ...receipt,
        events: counts.listed('event'),
        quarantined: counts.listed('quarantined'),
        loss_reports: counts.listed('loss'),
        anonymous_ids: counts.anonymous_ids,
        other_user_ids: counts.other_user_ids,
        finished_at: new Date().toISOString(),
      };
      await writeReceipt(maintenance, finished);
      return finished;
    } catch (error) {
      this.#retryLater(receipt, unlinked);
      throw error;
    }
  }

  #retryLater(receipt: PersonDeletion, match: PersonMatch): void {
    if (this.#dependencies.maintenance.signal.aborted) return;
    const retry = setTimeout(() => {
      this.#retries.delete(retry);
      this.#track(this.#finish(receipt, match));
    }, retryMs);
    this.#retries.add(retry.unref());
  }

  async #remove(receipt: PersonDeletion, unlinked: PersonMatch) {
    const { maintenance, settled, derived } = this.#dependencies;
    // Ids may be linked by an event that is not committed yet.
    await settled();
    const match = await withLinkedIds(maintenance.db, unlinked);
    // Once the events are gone they can no longer be counted.
    const anonymous_ids = receipt.anonymous_ids ?? match.anonymousIds.length;
    const other_user_ids = receipt.other_user_ids ?? match.otherUserIds.length;
    await writeReceipt(maintenance, { ...receipt, anonymous_ids, other_user_ids });
    if (receipt.refuses_later) await this.#refuseIds(receipt, match);
    await settled();
    const listed = await this.#list(receipt, match);
    // A repeat accepted before its hash was known is committed by then, and is removed with the
    // rest.
    await settled();
    // They may have seen these rows before they were refused, and may write a dead letter.
    await Promise.all(this.#uses);
    const { id, project } = receipt;
    for (const { table, kind, hash } of removals) {
      if (listed(kind) === 0) continue;
      const sql = `project = ${writeText(project)} AND ${hash} IN (
        SELECT hash FROM sonde.refusals WHERE project = ${writeText(project)}
        AND deletion_id = ${writeText(id)} AND kind = ${writeText(kind)})`;
      if (table !== 'events') await removeRows(maintenance, table, sql);
      else {
        await derived.duringRemoval(id, { project, sql }, maintenance, (shard) =>
          removeRows(shard, table, sql),
        );
      }
    }
    return { listed, anonymous_ids, other_user_ids };
  }

  /** Stored under no deletion and only once, so that repeated requests add no rows. */
  async #refuseIds({ project, kind, person }: PersonDeletion, match?: LinkedMatch): Promise<void> {
    const { maintenance, stored, personKey, order } = this.#dependencies;
    const { refusals } = stored;
    const hashesOf = (ids: readonly string[] = []) =>
      ids.map((id) => personFingerprint(hashPerson(personKey, project, id)));
    const own = [personFingerprint(person), ...hashesOf(match?.otherUserIds)];
    const groups: RefusalGroup[] = [
      { project, kind, day: 0, hashes: own },
      { project, kind: 'linked_id', day: 0, hashes: hashesOf(match?.anonymousIds) },
    ];
    const unknown = groups.map((group) => ({ ...group, hashes: refusals.unknownOf(group) }));
    if (unknown.every(({ hashes }) => hashes.length === 0)) return;
    await order.publishRefusals(async (revision) => {
      const lines = unknown.flatMap(({ kind, hashes }) =>
        hashes.map((hash) => JSON.stringify([project, '', kind, 0, String(hash), revision])),
      );
      await maintenance.insert('sonde.refusals', refusalColumns, lines);
      refusals.add(unknown);
    });
  }

  /**
   * Lists the existing rows, and refuses them from then on.
   *
   * @returns How many rows of each kind were listed, including those listed before a crash.
   */
  async #list({ project, id }: PersonDeletion, match: LinkedMatch) {
    const { maintenance, stored, order } = this.#dependencies;
    const groups = await order.publishRefusals(async (revision) => {
      for (const { table, kind, day, hash, of } of listings) {
        await maintenance.command(
          `INSERT INTO sonde.refusals (${refusalColumns.join(', ')})
           SELECT DISTINCT {project:String}, {deletion:String}, '${kind}', ${day}, ${hash}, ${revision}
           FROM sonde.${table} WHERE ${of(match)}`,
          { ...match.parameters, deletion: id },
        );
      }
      const listed = await stored.read(
        'project = {project:String} AND deletion_id = {deletion:String}',
        { project, deletion: id },
      );
      stored.refusals.add(listed);
      const [, ...others] = maintenance.shards;
      // Each removes its own rows. The first one has them already.
      for (const { kind, day, hashes } of others.length === 0 ? [] : listed) {
        const toLine = (hash: bigint) =>
          JSON.stringify([project, id, kind, day, String(hash), revision]);
        const lines = hashes.map(toLine);
        for (const { insert } of others) await insert('sonde.refusals', refusalColumns, lines);
      }
      return listed;
    });
    return (kind: RefusalKind) =>
      groups.reduce((sum, group) => sum + (group.kind === kind ? group.hashes.length : 0), 0);
  }
}

function toForwards({ forwarders = [] }: DeletionOptions): DeletionForward[] {
  const at = new Date().toISOString();
  return forwarders.map((forwarder) => ({ ...forwarder, at }));
}

function isOfInstallation({ requestedBy, refusesLater }: DeletionOptions): boolean {
  return requestedBy === 'installation' && refusesLater;
}
