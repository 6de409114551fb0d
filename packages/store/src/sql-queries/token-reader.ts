import { readTokens, refuse, type Token } from './tokens.js';

/** Words that are no name without quotes. */
const reserved = new Set(
  `ALL AND ANY ARRAY AS ASC ASOF BETWEEN BY CASE CAST CROSS DESC DISTINCT ELSE END EXCEPT EXISTS
   FALSE FINAL FORMAT FROM FULL GLOBAL GROUP HAVING ILIKE IN INNER INTERSECT INTERVAL INTO IS JOIN
   LEFT LIKE LIMIT NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PREWHERE QUALIFY RIGHT SAMPLE SELECT
   SEMI SETTINGS THEN TRUE UNION USING WHEN WHERE WINDOW WITH`.split(/\s+/),
);

/** Walks over the tokens of a query. */
export class TokenReader {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = readTokens(query);
  }

  /** The next token, or one after it. */
  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#next + ahead, last)] as Token;
  }

  hasToken(text: string): boolean {
    return this.#tokens.some((token) => token.text === text);
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Whether the next tokens are these words or symbols. */
  isNext(...wanted: readonly string[]): boolean {
    return wanted.every((text, ahead) => isSame(this.peek(ahead), text));
  }

  /** Takes the next tokens if they are these. */
  accept(...wanted: readonly string[]): boolean {
    if (!this.isNext(...wanted)) return false;
    this.#next += wanted.length;
    return true;
  }

  expect(...wanted: readonly string[]): void {
    if (!this.accept(...wanted)) this.refuseNext(wanted.join(' '));
  }

  /** Whether the next token is a name: a word that is not reserved, or quoted. */
  isName(ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === 'quoted' || (kind === 'word' && !reserved.has(text.toUpperCase()));
  }

  takeName(what: string): string {
    if (!this.isName()) this.refuseNext(what);
    return this.take().text;
  }

  takeInteger(what: string): string {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !/^\d{1,9}$/.test(text)) this.refuseNext(what);
    return this.take().text;
  }

  /** @throws `sql_invalid`: something else belongs here. */
  refuseNext(expected: string): never {
    const { kind, text, at } = this.peek();
    const found = kind === 'end' ? 'the query ends' : `it says ${text.slice(0, 40)}`;
    return refuse(this.#query, at, `${expected} belongs here, but ${found}.`);
  }

  /** @throws `sql_invalid` at this token. */
  refuseAt(token: Token, why: string): never {
    return refuse(this.#query, token.at, why);
  }
}

function isSame({ kind, text }: Token, wanted: string): boolean {
  if (kind === 'word') return text.toUpperCase() === wanted;
  return kind === 'symbol' && text === wanted;
}
