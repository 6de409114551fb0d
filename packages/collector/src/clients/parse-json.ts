import type { Json } from '@sonde/protocol';

/** More events than any client sends at once, and than fit into one commit. */
export const eventsMax = 20_000;

/** More than 20,000 events of 25 fields each. */
const partsMax = 500_000;

/** Content of so many parts that it is not parsed. */
export class TooManyParts extends Error {}

/**
 * Throws `TooManyParts` if content has more than 500,000 of `,` `[` `{` `&`.
 *
 * A list of millions of empty objects compresses to a few kilobytes. To parse it stops the whole
 * collector for seconds, and the key that could refuse it is inside. To count is fast, and each
 * value of JSON and each field of a form, except the first, comes after one of these characters.
 */
export function checkParts(content: Buffer): void {
  // Each part takes at least a byte.
  if (content.length <= partsMax) return;
  let parts = 0;
  for (let index = 0; index < content.length; index += 1) {
    const byte = content[index];
    if (byte === 0x2c || byte === 0x5b || byte === 0x7b || byte === 0x26) parts += 1;
  }
  if (parts > partsMax) throw new TooManyParts();
}

/**
 * Text of a request as JSON; undefined if it is not JSON. Throws `TooManyParts`.
 *
 * A list of too many events, which is the value or one of its fields, is cut after the first one too
 * many: readers read every event, and no event of such a request is stored.
 */
export function parseJson(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  // Nearly all texts are shorter, and need no copy.
  if (text.length > partsMax) checkParts(Buffer.from(text));
  let json: Json;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  cut(json);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    for (const value of Object.values(json)) cut(value);
  }
  return json;
}

function cut(value: Json): void {
  if (Array.isArray(value) && value.length > eventsMax) value.length = eventsMax + 1;
}
