import type { EventKey } from '../forwarding/forwarding-store.js';
import type { Batch, QuarantinedEvent, StoredEvent, StoredLoss } from '../records.js';
import {
  dayOf,
  eventFingerprint,
  hashPerson,
  keyFingerprint,
  lossFingerprint,
  personFingerprint,
  quarantineFingerprint,
} from './fingerprint.js';
import { HashSet } from './hash-set.js';
import { idsIn } from './possible-ids.js';

/**
 * What is refused. `anonymous_id` and `user_id` refuse everything under that id, a user id also in
 * the place of an anonymous id, as in an alias; `linked_id` is an anonymous id of a user, refused if
 * an event has no user id.
 */
export type RefusalKind =
  | 'event'
  | 'quarantined'
  | 'loss'
  | 'anonymous_id'
  | 'user_id'
  | 'linked_id';

/** Hashes of one kind; for events, of one day by the client's clock. */
export interface RefusalGroup {
  project: string;
  kind: RefusalKind;
  /** In days since 1970; 0 for other kinds. */
  day: number;
  hashes: readonly bigint[];
}

/** Number of recently hashed ids to remember; most batches have only one id. */
const mostRememberedIds = 10_000;

/**
 * Keeps the hashes of everything deleted in memory, so that it is not stored again.
 *
 * Events are first looked up by day: most new events are from today, where no hash is needed.
 */
export class Refusals {
  readonly #personKey: string;
  /** By project, kind and day. */
  readonly #hashes = new Map<string, HashSet>();
  readonly #personHashes = new Map<string, bigint>();
  #revision = 0;

  /** @param personKey The key of {@link hashPerson}. */
  constructor(personKey: string) {
    this.#personKey = personKey;
  }

  /** Everything that is refused up to this revision is known. */
  get revision(): number {
    return this.#revision;
  }

  /** @param revision Everything up to it is known then; absent: no more than before. */
  add(groups: readonly RefusalGroup[], revision = this.#revision): void {
    for (const { project, kind, day, hashes } of groups) {
      if (hashes.length === 0) continue;
      const name = nameOf(project, kind, day);
      const known = this.#hashes.get(name) ?? new HashSet();
      this.#hashes.set(name, known);
      known.add(hashes);
    }
    this.#revision = Math.max(this.#revision, revision);
  }

  /** The hashes of a group that are not refused yet. */
  unknownOf({ project, kind, day, hashes }: RefusalGroup): bigint[] {
    const known = this.#hashes.get(nameOf(project, kind, day));
    return hashes.filter((hash) => known?.has(hash) !== true);
  }

  /**
   * The batch without what is refused. A client's loss report is refused with its events: one of
   * them may identify it.
   */
  withoutRefused(batch: Batch): Batch {
    if (this.#hashes.size === 0) return batch;
    const events = batch.events.filter((event) => !this.#refusesEvent(event));
    const quarantined = batch.quarantined.filter((problem) => !this.#refusesQuarantined(problem));
    const isWhole =
      events.length === batch.events.length && quarantined.length === batch.quarantined.length;
    const { loss } = batch;
    return {
      events,
      quarantined,
      ...(loss !== undefined && isWhole && !this.#refusesLoss(loss) && { loss }),
    };
  }

  /** Whether a stored event was deleted; after a deletion has listed its rows. */
  isDeleted(project: string, key: EventKey): boolean {
    return this.#has(project, 'event', key.day, () => keyFingerprint(project, key));
  }

  #refusesEvent(event: StoredEvent): boolean {
    const { project, user_id, anonymous_id, distinct_id } = event;
    const day = dayOf(event.timestamp);
    return (
      this.#has(project, 'event', day, () => eventFingerprint(event)) ||
      this.#hasId(project, 'anonymous_id', anonymous_id) ||
      [user_id, anonymous_id, distinct_id].some((id) => this.#hasId(project, 'user_id', id)) ||
      (user_id === '' && this.#hasId(project, 'linked_id', anonymous_id))
    );
  }

  /** A quarantined event may name a person in any field. */
  #refusesQuarantined(problem: QuarantinedEvent): boolean {
    const { project, body } = problem;
    if (this.#has(project, 'quarantined', 0, () => quarantineFingerprint(problem))) return true;
    const kinds = (['anonymous_id', 'user_id', 'linked_id'] as const).filter((kind) =>
      this.#hashes.has(nameOf(project, kind, 0)),
    );
    if (kinds.length === 0) return false;
    for (const id of idsIn(body)) {
      if (kinds.some((kind) => this.#hasId(project, kind, id))) return true;
    }
    return false;
  }

  #refusesLoss({ project, batch_id }: StoredLoss): boolean {
    return this.#has(project, 'loss', 0, () => lossFingerprint(project, batch_id));
  }

  #hasId(project: string, kind: RefusalKind, id: string): boolean {
    return id !== '' && this.#has(project, kind, 0, () => this.#hashId(project, id));
  }

  #has(project: string, kind: RefusalKind, day: number, hash: () => bigint): boolean {
    const hashes = this.#hashes.get(nameOf(project, kind, day));
    return hashes?.has(hash()) === true;
  }

  #hashId(project: string, id: string): bigint {
    const name = `${project}\n${id}`;
    const known = this.#personHashes.get(name);
    if (known !== undefined) return known;
    const hash = personFingerprint(hashPerson(this.#personKey, project, id));
    if (this.#personHashes.size >= mostRememberedIds) this.#personHashes.clear();
    this.#personHashes.set(name, hash);
    return hash;
  }
}

function nameOf(project: string, kind: RefusalKind, day: number): string {
  return `${project}\n${kind}\n${day}`;
}
