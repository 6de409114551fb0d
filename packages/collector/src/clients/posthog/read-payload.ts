import type { Json } from '@sonde/protocol';
import type { ClientRequest } from '../client-family.js';
import { parseJson } from '../parse-json.js';
import { decompressLz64 } from './decompress-lz64.js';

/**
 * What a request sends: JSON, as the body or in the field `data` of a form or of the query, where it
 * may be in base64 and compressed. Undefined if it cannot be read.
 */
export function readPayload(request: ClientRequest): Json | undefined {
  const json = request.readJson();
  if (json !== undefined) return json;
  const form = readForm(request);
  const data = form?.get('data') ?? request.query.get('data') ?? request.readText()?.trim();
  if (data === undefined || data === '') return undefined;
  // A `+` that a client does not encode is read as a space.
  const encoded = data.replaceAll(' ', '+');
  const compression = form?.get('compression') ?? request.query.get('compression');
  if (compression === 'lz64') return parseJson(decompressLz64(encoded));
  return parseJson(data) ?? parseJson(Buffer.from(encoded, 'base64').toString());
}

function readForm(request: ClientRequest): URLSearchParams | undefined {
  const text = request.readText();
  return text !== undefined && /(^|&)data=/.test(text) ? new URLSearchParams(text) : undefined;
}
