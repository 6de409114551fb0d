import { SondeError } from '@sonde/protocol';

/** A piece of a query. */
export interface Token {
  kind: 'word' | 'quoted' | 'number' | 'text' | 'symbol' | 'end';
  /** Quoted names and texts: their content. Symbols and words: as written. */
  text: string;
  /** Where it begins in the query. */
  at: number;
}

const blank = /\s+|--[^\n]*|\/\*.*?\*\//sy;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbol = /->|::|\|\||<=|>=|<>|!=|==|[()[\],.*+\-/%=<>]/y;
const text = /'((?:[^'\\]|''|\\.)*)'/sy;
/** Names have no characters that are special anywhere in a statement. */
const quotedName = /"([^"'`\\{}]+)"|`([^"'`\\{}]+)`/y;

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
};

/** @throws `sql_invalid` at a place of the query. */
export function refuse(query: string, at: number, why: string): never {
  const before = query.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  throw new SondeError('sql_invalid', {
    detail: `line ${before.length}, column ${column}: ${why}`,
  });
}

/**
 * Divides a query into tokens; the last one is `end`.
 *
 * @throws `sql_invalid` for what no query has.
 */
export function readTokens(query: string): Token[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are refused
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(query);
  if (control !== null) refuse(query, control.index, 'A query has no control characters.');
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(query);
  };
  while (at < query.length) {
    const skipped = match(blank);
    const token = skipped === null ? readToken(query, at, match) : undefined;
    if (token !== undefined) tokens.push(token.token);
    at += skipped?.[0].length ?? token?.length ?? 0;
  }
  tokens.push({ kind: 'end', text: '', at: query.trimEnd().length });
  return tokens;
}

function readToken(
  query: string,
  at: number,
  match: (pattern: RegExp) => RegExpExecArray | null,
): { token: Token; length: number } {
  for (const [kind, pattern] of [
    ['word', word],
    ['number', number],
    ['symbol', symbol],
  ] as const) {
    const found = match(pattern)?.[0];
    if (found === undefined) continue;
    if (
      kind === 'number' &&
      !(Number.isFinite(Number(found)) && endsHere(query, at + found.length))
    ) {
      refuse(query, at, 'A number has decimal digits, a point and an exponent: 12, 1.5, 1e9.');
    }
    return { token: { kind, text: found, at }, length: found.length };
  }
  const name = match(quotedName);
  if (name !== null) {
    const content = name[1] ?? name[2] ?? '';
    return { token: { kind: 'quoted', text: content, at }, length: name[0].length };
  }
  const literal = match(text);
  if (literal !== null) {
    const content = decodeText(query, at, literal[1] ?? '');
    return { token: { kind: 'text', text: content, at }, length: literal[0].length };
  }
  if (query[at] === ';') refuse(query, at, 'Write one SELECT, without a semicolon.');
  if (query[at] === "'") refuse(query, at, 'This text has no closing quote.');
  if (query[at] === '"' || query[at] === '`') {
    refuse(
      query,
      at,
      'A quoted name ends with the same quote, and has no other quotes, braces or backslashes.',
    );
  }
  return refuse(query, at, `${JSON.stringify(query[at])} means nothing here.`);
}

/** Whether no word goes on here, as in `0xFF`. */
const endsHere = (query: string, at: number): boolean => !/\w/.test(query[at] ?? '');

function decodeText(query: string, at: number, content: string): string {
  return content.replace(/''|\\(.)/gs, (whole, escaped?: string) => {
    if (whole === "''") return "'";
    return (
      escapes[escaped ?? ''] ??
      refuse(
        query,
        at,
        `The escape \\${escaped} is not known; the known ones are \\n \\r \\t \\\\ \\'.`,
      )
    );
  });
}
