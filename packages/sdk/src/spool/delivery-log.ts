import type { PostResponse } from '@sonde/destinations';
import {
  join,
  mkdirSync,
  readdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from '../runtime/node-modules.js';
import { readSmallFile } from './small-file.js';

/** A logged request without its body. Headers are not stored, so the key is not either. */
interface DeliveryEntry {
  /** When the request began, ISO 8601. */
  at: string;
  /** The address, without its login. */
  url: string;
  /** Status of the response; null if there was none. */
  status: number | null;
  /** Start of the response's body, or why there was no response. */
  answer: string;
  duration_ms: number;
  /** Bytes of the body, before compression. */
  bytes: number;
  /** The losses that the request reported, by reason. */
  dropped: Record<string, number>;
}

/** An entry with the body as it was sent, before compression. */
export interface LoggedDelivery extends DeliveryEntry {
  body: string;
}

/** Directory of the log, in the spool directory. */
export const deliveryLogDirectory = 'deliveries';
const maxEntries = 20;
const maxBytes = 1_000_000;
const maxAnswerCharacters = 2_000;

let counter = 0;

function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Paths of the entries, oldest first: their names begin with the time. */
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
    // Not recursive: a spool that was deleted meanwhile must not be created again.
    mkdirSync(join(directory, deliveryLogDirectory), { mode: 0o700 });
  } catch {
    // It exists already; otherwise writing fails below.
  }
  counter += 1;
  const name = `${Date.now()}_${String(counter).padStart(6, '0')}_${process.pid}.delivery`;
  const text = `${JSON.stringify(entry)}\n${body}`;
  writeFileSync(join(directory, deliveryLogDirectory, name), text, { mode: 0o600, flag: 'wx' });
  prune(directory);
}

/**
 * Makes a request and logs it with its response, for the user to see: the last 20 requests, at most 1 MB,
 * readable only by the user. Returns or throws what `request` does.
 *
 * @param directory The spool directory; undefined if there is none, and then nothing is logged.
 */
export async function logDelivery(
  directory: string | undefined,
  sent: {
    url: string;
    body: string;
    /** Redacted in the copy, if a destination needs the key in the body. */
    key: string | undefined;
    dropped: Record<string, number>;
  },
  request: () => Promise<PostResponse>,
): Promise<PostResponse> {
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
      // The disk may be full. Events must not wait for their copy.
    }
  };
  try {
    const response = await request();
    write(response.status, response.text);
    return response;
  } catch (error) {
    write(null, String(error));
    throw error;
  }
}

/** Reads the last deliveries of a spool, oldest first. Skips entries that cannot be read. */
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
