import { isUtf8 } from 'node:buffer';
import type { Json } from '@sonde/protocol';
import type { ClientRequest } from './client-family.js';
import { parseJson } from './parse-json.js';

/** Adds what is read from the query and the body, each at most once. */
export function describeRequest(
  sent: Omit<ClientRequest, 'query' | 'readText' | 'readJson'>,
): ClientRequest {
  const { body, rawQuery } = sent;
  let text: { value: string | undefined } | undefined;
  let json: { value: Json | undefined } | undefined;
  const readText = () => {
    text ??= { value: isUtf8(body) ? body.toString().replace(/^\uFEFF/, '') : undefined };
    return text.value;
  };
  return {
    ...sent,
    query: new URLSearchParams(rawQuery),
    readText,
    readJson() {
      json ??= { value: parseJson(readText()) };
      return json.value;
    },
  };
}
