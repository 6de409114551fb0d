import type { Json } from '@sonde/protocol';
import { asObject } from '../client-values.js';
import { parseJson } from '../parse-json.js';

/** Data with the schema that describes it. */
export interface SelfDescribing {
  /** For example `button_click`; null if the schema has no such form. */
  name: string | null;
  data: Json;
}

/** A value that names its schema; undefined if it is none. */
export function readSelfDescribing(value: Json | undefined): SelfDescribing | undefined {
  const object = asObject(value);
  if (object === undefined) return undefined;
  const { schema, data = null } = object;
  const [, name = null] =
    /^iglu:[^/]+\/([^/]+)\//.exec(typeof schema === 'string' ? schema : '') ?? [];
  return { name, data };
}

/** What a field contains: text, or base64 for URLs, of JSON. Undefined if it is neither. */
export function readSelfDescribingField(
  base64: Json | undefined,
  text: Json | undefined,
): SelfDescribing | undefined {
  const json = typeof base64 === 'string' ? Buffer.from(base64, 'base64url').toString() : text;
  if (typeof json !== 'string') return undefined;
  return readSelfDescribing(parseJson(json));
}
