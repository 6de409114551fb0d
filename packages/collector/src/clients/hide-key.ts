import type { Json } from '@sonde/protocol';
import type { ClientEvent } from './client-family.js';
import { asObject } from './client-values.js';

/** Where clients put the key among the properties of an event. */
const keyProperties: ReadonlySet<string> = new Set([
  ...['token', '$token', 'api_key', 'writeKey', 'app_key', 'aid', 'idsite', 'token_auth'],
  ...['website', 'websiteId'],
]);

/** The event without its key among the properties. */
export function removeKey(event: ClientEvent, key: string | undefined): ClientEvent {
  const properties = asObject(event.properties);
  if (key === undefined || properties === undefined) return event;
  const isKey = (name: string) => properties[name] === key && keyProperties.has(name);
  if (!Object.keys(properties).some(isKey)) return event;
  const kept = Object.entries(properties).filter(([name]) => !isKey(name));
  return { ...event, properties: Object.fromEntries(kept) };
}

/**
 * Creates a function that puts `(key)` in place of each key in content for the quarantine: as it is,
 * percent-encoded, and within base64.
 */
export function createHideKeys(keys: readonly string[]): (content: Json) => Json {
  if (keys.length === 0) return (content) => content;
  // Clients encode only some characters, and in either case.
  const pattern = new RegExp(keys.map(toPattern).join('|'), 'giu');
  const replace = (text: string) => text.replaceAll(pattern, '(key)');
  const hideInText = (text: string) =>
    replace(text).replaceAll(base64Pattern, (encoded) => {
      const decoded = Buffer.from(decodeBase64Signs(encoded), 'base64').toString('latin1');
      const hidden = replace(decoded);
      return hidden === decoded ? encoded : Buffer.from(hidden, 'latin1').toString('base64');
    });
  const hide = (content: Json): Json => {
    if (typeof content === 'string') return hideInText(content);
    if (Array.isArray(content)) return content.map(hide);
    if (typeof content !== 'object' || content === null) return content;
    return Object.fromEntries(
      Object.entries(content).map(([name, value]) => [hideInText(name), hide(value)]),
    );
  };
  return hide;
}

/** Long enough for a key; the signs of base64 may be percent-encoded, and `+` a blank. */
const base64Pattern = /(?:[\w+/-]|%2[bf]| (?=[\w+/])){12,}(?:=|%3d)*/gi;

function decodeBase64Signs(text: string): string {
  return text.replaceAll(/%2b| /gi, '+').replaceAll(/%2f/gi, '/').replaceAll(/%3d/gi, '=');
}

function toPattern(key: string): string {
  const characters = [...key].map((character) => {
    const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
    return `(?:\\u{${character.codePointAt(0)?.toString(16)}}|%${bytes.join('%')})`;
  });
  return characters.join('');
}
