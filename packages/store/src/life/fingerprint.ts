import { createHash, createHmac } from 'node:crypto';
import type { EventKey } from '../forwarding/forwarding-store.js';
import type { QuarantinedEvent, StoredEvent } from '../records.js';

/**
 * Hashes that identify rows and persons after they were deleted. Each exists in JavaScript and as
 * SQL, with the same results.
 */

const dayMs = 86_400_000;

/** The event's day by the client's clock, in days since 1970: the column `day`. */
export function dayOf(timestamp: number): number {
  return Math.floor(timestamp / dayMs);
}

function fingerprint(...parts: (string | number)[]): bigint {
  return createHash('sha256').update(parts.join('\0')).digest().readBigUInt64LE(0);
}

function fingerprintSql(...parts: string[]): string {
  return `reinterpretAsUInt64(substring(SHA256(concat(${parts.join(', char(0), ')})), 1, 8))`;
}

/** Hash of the sorting key, so that a repeat has the same hash whatever else it contains. */
export function eventFingerprint(event: StoredEvent): bigint {
  return keyFingerprint(event.project, { ...event, day: dayOf(event.timestamp) });
}

/** Like {@link eventFingerprint}, from the sorting key alone. */
export function keyFingerprint(project: string, key: EventKey): bigint {
  const { day, event, invocation_id, sequence, insert_id } = key;
  return fingerprint(project, day, event, invocation_id, sequence, insert_id);
}

export const eventFingerprintSql = fingerprintSql(
  'project',
  'toString(toUInt16(day))',
  'event',
  'invocation_id',
  'toString(sequence)',
  'insert_id',
);

/** Hash of everything except the sending time, in which repeats differ. */
export function quarantineFingerprint(problem: QuarantinedEvent): bigint {
  const { project, insert_id, code, body } = problem;
  const unsent = JSON.stringify(body).replace(/"sent_at":"[^"]*",?/, '');
  return fingerprint(project, code, (insert_id ?? '').toWellFormed(), unsent);
}

export const quarantineFingerprintSql = fingerprintSql(
  'project',
  'code',
  'insert_id',
  `replaceRegexpOne(body, '"sent_at":"[^"]*",?', '')`,
);

export function lossFingerprint(project: string, batchId: string): bigint {
  return fingerprint(project, batchId.toWellFormed());
}

export const lossFingerprintSql = fingerprintSql('project', 'batch_id');

/**
 * Stands for a person's id, as 32 hexadecimal digits. Keyed, because a user id may be an e-mail
 * address, which could be guessed from a plain hash.
 */
export function hashPerson(key: string, project: string, id: string): string {
  const hash = createHmac('sha256', key).update(`${project}\0${id}`).digest('hex');
  return hash.slice(0, 32);
}

/** SQL for {@link hashPerson} of an expression, with the parameters `project` and `person_key`. */
export function hashPersonSql(text: string): string {
  return `lower(hex(substring(HMAC('sha256', concat({project:String}, char(0), ${text}), {person_key:String}), 1, 16)))`;
}

/** The first half of a person's hash as a number, as refusals store it. */
export function personFingerprint(hash: string): bigint {
  return Buffer.from(hash.slice(0, 16), 'hex').readBigUInt64LE(0);
}
