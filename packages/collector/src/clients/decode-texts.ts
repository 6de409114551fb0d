import type { Json } from '@sonde/protocol';

/** Forms inside forms: percent-encoding of base64 of JSON with escapes. */
const levelsMax = 3;

/** All forms of a short text. Those of a long one may be as long as it twice. */
const formsLengthMin = 200_000;

/**
 * The readable forms of the texts in a quarantined body that are percent-encoded, base64 or escaped.
 * They are stored beside it, so that the deletion of a person finds the ids in them.
 */
export function decodeTexts(body: Json): string[] {
  const found = new Set<string>();
  let waiting = textsIn(body);
  const length = waiting.reduce((sum, text) => sum + text.length, 0);
  let room = Math.max(2 * length, formsLengthMin);
  for (let level = 0; level < levelsMax; level += 1) {
    const next: string[] = [];
    for (const text of waiting) {
      if (room < text.length) break;
      for (const form of decode(text)) {
        if (found.has(form) || room < form.length) continue;
        room -= form.length;
        found.add(form);
        next.push(form);
      }
    }
    waiting = next;
  }
  return [...found];
}

function textsIn(value: Json): string[] {
  const texts: string[] = [];
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') texts.push(next);
    else if (typeof next === 'object' && next !== null) {
      for (const inner of Object.values(next)) waiting.push(inner);
    }
  }
  return texts;
}

function decode(text: string): string[] {
  const plain = decodePercent(text);
  const forms = [plain, decodePercent(text.replaceAll('+', ' ')), decodeEscapes(text)];
  // A form without `%` has no other meaning for its plus signs.
  const changed = forms.filter((form, at) => form !== text && (at !== 1 || text.includes('%')));
  return [...changed, ...decodeBase64(text), ...(plain === text ? [] : decodeBase64(plain))];
}

/** Never throws: what is incomplete stays as it is. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (part) =>
    Buffer.from(part.replaceAll('%', ''), 'hex').toString(),
  );
}

function decodeEscapes(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\/', '/');
}

/** Long enough for any id in JSON; shorter words are not base64. */
const base64Run = /[A-Za-z0-9+/_-]{12,}/g;

function decodeBase64(text: string): string[] {
  return [...text.matchAll(base64Run)].flatMap(([run]) => {
    const decoded = Buffer.from(run, 'base64').toString();
    return isReadable(decoded) ? [decoded] : [];
  });
}

/** A body may have been cut in the middle of a character, and nowhere else. */
function isReadable(text: string): boolean {
  return /^[^\p{Cc}\ufffd]*(?:[\t\r\n][^\p{Cc}\ufffd]*)*\ufffd?$/u.test(text);
}
