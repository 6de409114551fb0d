/**
 * An installation's anonymous id is derived from a secret that only the installation has. The secret
 * authorises the deletion of what was sent under the id, so the collector needs no list of installations.
 */

/** Pattern of a deletion secret: 64 hexadecimal digits, with at least 240 random bits. */
export const deletionSecretPattern = /^[0-9a-f]{64}$/;

/**
 * The anonymous id that belongs to a deletion secret: the first 122 bits of the secret's SHA-256, as a
 * UUID. The secret cannot be derived from it.
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

/** Response when the events are deleted. */
export interface DeletionReceipt {
  /** UUID of the deletion. */
  id: string;
  anonymous_id: string;
  events_deleted: number;
  /** ISO 8601, by the collector's clock. */
  at: string;
}
