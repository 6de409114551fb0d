import type { Json } from '@sonde/protocol';
import type { QuarantinedEvent, StoredEvent, StoredLoss } from '../records.js';
import {
  dayOf,
  eventFingerprint,
  hashPerson,
  lossFingerprint,
  personFingerprint,
  quarantineFingerprint,
} from './fingerprint.js';
import { HashSet } from './hash-set.js';

/**
 * What a refusal is about. `anonymous_id` and `user_id` refuse everything under that id;
 * `linked_id` is an anonymous id of a user, refused where an event names no user.
 */
export type RefusalKind =
  | 'event'
  | 'quarantined'
  | 'loss'
  | 'anonymous_id'
  | 'user_id'
  | 'linked_id';

/** Hashes of one kind, and of one day of the client where they are of events. */
export interface RefusalGroup {
  project: string;
  kind: RefusalKind;
  /** In days since 1970; 0 for other kinds. */
  day: number;
  hashes: readonly bigint[];
}

/** Ids that were looked up last; most batches hold one. */
const mostRememberedIds = 10_000;

/**
 * Knows in memory what was deleted, so that it is not taken in again.
 *
 * Events are looked up by day first: what arrives is mostly of today, and costs no hash then.
 */
export class Refusals {
  readonly #personKey: string;
  /** By project, kind and day. */
  readonly #hashes = new Map<string, HashSet>();
  readonly #personHashes = new Map<string, bigint>();

  /** @param personKey The key of {@link hashPerson}. */
  constructor(personKey: string) {
    this.#personKey = personKey;
  }

  add(groups: readonly RefusalGroup[]): void {
    for (const { project, kind, day, hashes } of groups) {
      if (hashes.length === 0) continue;
      const name = nameOf(project, kind, day);
      const known = this.#hashes.get(name) ?? new HashSet();
      this.#hashes.set(name, known);
      known.add(hashes);
    }
  }

  /** Those hashes of a group that are not refused yet. */
  unknownOf({ project, kind, day, hashes }: RefusalGroup): bigint[] {
    const known = this.#hashes.get(nameOf(project, kind, day));
    return hashes.filter((hash) => known?.has(hash) !== true);
  }

  refusesEvent(event: StoredEvent): boolean {
    if (this.#hashes.size === 0) return false;
    const { project, user_id, anonymous_id, distinct_id } = event;
    const day = dayOf(event.timestamp);
    return (
      this.#has(project, 'event', day, () => eventFingerprint(event)) ||
      this.#hasId(project, 'anonymous_id', anonymous_id) ||
      this.#hasId(project, 'user_id', user_id) ||
      this.#hasId(project, 'user_id', distinct_id) ||
      (user_id === '' && this.#hasId(project, 'linked_id', anonymous_id))
    );
  }

  /** An event that is kept aside names a person anywhere: nobody knows what its fields mean. */
  refusesQuarantined(problem: QuarantinedEvent): boolean {
    if (this.#hashes.size === 0) return false;
    const { project, body } = problem;
    if (this.#has(project, 'quarantined', 0, () => quarantineFingerprint(problem))) return true;
    const kinds = (['anonymous_id', 'user_id', 'linked_id'] as const).filter((kind) =>
      this.#hashes.has(nameOf(project, kind, 0)),
    );
    if (kinds.length === 0) return false;
    return textsIn(body).some((text) => kinds.some((kind) => this.#hasId(project, kind, text)));
  }

  refusesLoss({ project, batch_id }: StoredLoss): boolean {
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

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
