import { mkdirSync, readdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostAnswer } from '../destinations/post-answer.js';
import { readSmallFile } from './small-file.js';

/** What is told of one request, beside its body. No header is kept, so no key. */
interface DeliveryEntry {
  /** When the request began, ISO 8601. */
  at: string;
  /** Address, without what may be secret in it. */
  url: string;
  /** Status of the answer; null when there was none. */
  status: number | null;
  /** Start of the answer's body, or why there was none. */
  answer: string;
  duration_ms: number;
  /** Bytes of the body, before compression. */
  bytes: number;
  /** Lost since the request before, by reason, as the collector was told. */
  dropped: Record<string, number>;
}

/** An entry with the body as it was sent, before compression. */
export interface LoggedDelivery extends DeliveryEntry {
  body: string;
}

/** In the spool directory. */
export const deliveryLogDirectory = 'deliveries';
const maxEntries = 20;
const maxBytes = 1_000_000;
const maxAnswerCharacters = 2_000;

let counter = 0;

function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Entries, oldest first: their names begin with the time. */
function listEntries(directory: string): string[] {
  return readdirSync(join(directory, deliveryLogDirectory))
    .filter((name) => name.endsWith('.delivery'))
    .sort()
    .map((name) => join(directory, deliveryLogDirectory, name));
}

function prune(directory: string): void {
  const paths = listEntries(directory).reverse();
  let bytes = 0;
  for (const [index, path] of paths.entries()) {
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // The last one is always kept.
    if (index > 0 && (index >= maxEntries || bytes > maxBytes)) unlinkSync(path);
  }
}

function keep(directory: string, entry: DeliveryEntry, body: string): void {
  try {
    // Not the directories above it: a spool that was removed meanwhile is not made again.
    mkdirSync(join(directory, deliveryLogDirectory), { mode: 0o700 });
  } catch {
    // It is there already, or the writing below fails.
  }
  counter += 1;
  const name = `${Date.now()}_${String(counter).padStart(6, '0')}_${process.pid}.delivery`;
  const text = `${JSON.stringify(entry)}\n${body}`;
  writeFileSync(join(directory, deliveryLogDirectory, name), text, { mode: 0o600, flag: 'wx' });
  prune(directory);
}

/**
 * Makes a request and keeps, for the user to see, what was sent and what was answered: the last 20, at
 * most 1 MB, readable by the user alone. Passes on what `request` gives or throws.
 *
 * @param directory Spool directory; undefined where nothing can be kept.
 */
export async function logDelivery(
  directory: string | undefined,
  sent: {
    url: string;
    body: string;
    /** Crossed out in the copy, where a destination wants it in the body. */
    key: string | undefined;
    dropped: Record<string, number>;
  },
  request: () => Promise<PostAnswer>,
): Promise<PostAnswer> {
  const startedAt = Date.now();
  const write = (status: number | null, answer: string) => {
    if (directory === undefined) return;
    try {
      const entry: DeliveryEntry = {
        at: new Date(startedAt).toISOString(),
        url: withoutSecrets(sent.url),
        status,
        answer: answer.slice(0, maxAnswerCharacters),
        duration_ms: Date.now() - startedAt,
        bytes: Buffer.byteLength(sent.body),
        dropped: { ...sent.dropped },
      };
      keep(directory, entry, sent.key ? sent.body.replaceAll(sent.key, '***') : sent.body);
    } catch {
      // On a full disk, say. Events must not wait for their copy.
    }
  };
  try {
    const answer = await request();
    write(answer.status, answer.text);
    return answer;
  } catch (error) {
    write(null, String(error));
    throw error;
  }
}

/** Reads the last deliveries of a spool, oldest first. What cannot be read is left out. */
export function readDeliveryLog(directory: string): LoggedDelivery[] {
  const read = (path: string): LoggedDelivery[] => {
    try {
      const text = readSmallFile(path) ?? '';
      const end = text.indexOf('\n');
      const entry = JSON.parse(text.slice(0, end)) as DeliveryEntry;
      return [{ ...entry, body: text.slice(end + 1) }];
    } catch {
      return [];
    }
  };
  try {
    return listEntries(directory).flatMap(read);
  } catch {
    return [];
  }
}
