/**
 * An installation's anonymous id is made from a secret that only the installation has, so that whoever
 * shows the secret may have deleted what was sent under the id, and nobody need keep a list of who may.
 */

/** What a deletion secret looks like: 64 hexadecimal digits, at least 240 of its bits random. */
export const deletionSecretPattern = /^[0-9a-f]{64}$/;

/**
 * The anonymous id that belongs to a deletion secret: the first 122 bits of the secret's SHA-256, as a
 * UUID. As random as the secret, which cannot be found from it.
 *
 * @param digest SHA-256 of the secret's text, in hexadecimal digits.
 * @example
 * ```ts
 * anonymousIdOf('3f'.repeat(32)); // '3f3f3f3f-3f3f-4f3f-bf3f-3f3f3f3f3f3f'
 * ```
 */
export function anonymousIdOf(digest: string): string {
  const variant = (8 + (Number.parseInt(digest.slice(16, 17), 16) % 4)).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    variant + digest.slice(17, 20),
    digest.slice(20, 32),
  ].join('-');
}

/** Body of `POST /api/v1/deletions`. */
export interface DeletionRequest {
  anonymous_id: string;
  secret: string;
}

/** Answer to it: the events are gone. */
export interface DeletionReceipt {
  /** UUID of the deletion. */
  id: string;
  anonymous_id: string;
  events_deleted: number;
  /** ISO 8601, by the collector's clock. */
  at: string;
}
