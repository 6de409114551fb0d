import { writeName, writeText } from '../sql/write-names.js';
import { findFunction, parametricNames } from './functions.js';
import type { TokenReader } from './token-reader.js';

/** Reads a SELECT in parentheses, whose first token is next; returns it without them. */
type ReadSubquery = () => string;

/** Expressions inside each other. */
const deepest = 40;
/** Types inside each other: `Array(Array(Nullable(String)))`. */
const deepestType = 3;

const comparisons: Readonly<Record<string, string>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const units = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];

const plainTypes = [
  'String',
  ...[8, 16, 32, 64].flatMap((bits) => [`Int${bits}`, `UInt${bits}`]),
  'Float32',
  'Float64',
  'Bool',
  'Date',
  'DateTime',
];
const typeOf = new Map(plainTypes.map((type) => [type.toLowerCase(), type]));

const inParentheses = (parts: readonly string[], between: string): string =>
  parts.length === 1 ? parts.join('') : `(${parts.join(between)})`;

/** Reads expressions of a query and writes each again for the engine. */
export class ExpressionReader {
  readonly #reader: TokenReader;
  readonly #readSubquery: ReadSubquery;
  #depth = 0;
  /** Whether some `*` stands for all columns. */
  readsAll = false;

  constructor(reader: TokenReader, readSubquery: ReadSubquery) {
    this.#reader = reader;
    this.#readSubquery = readSubquery;
  }

  read(): string {
    const { depth, reader } = { depth: this.#depth, reader: this.#reader };
    if (depth === deepest) {
      reader.refuseAt(reader.peek(), `At most ${deepest} expressions are inside each other.`);
    }
    this.#depth += 1;
    const sql = this.#or();
    this.#depth = depth;
    return sql;
  }

  /** `*`, if that is next. */
  readAllColumns(): string | undefined {
    if (!this.#reader.accept('*')) return undefined;
    this.readsAll = true;
    return '*';
  }

  /** One or more, divided by commas. */
  readList(): string {
    return this.#list(() => this.read());
  }

  #list(readOne: () => string): string {
    const all = [readOne()];
    while (this.#reader.accept(',')) all.push(readOne());
    return all.join(', ');
  }

  #or(): string {
    const parts = [this.#and()];
    while (this.#reader.accept('OR')) parts.push(this.#and());
    return inParentheses(parts, ' OR ');
  }

  #and(): string {
    const parts = [this.#not()];
    while (this.#reader.accept('AND')) parts.push(this.#not());
    return inParentheses(parts, ' AND ');
  }

  #not(): string {
    let negations = 0;
    while (this.#reader.accept('NOT')) negations += 1;
    const sql = this.#comparison();
    return negations % 2 === 1 ? `(NOT ${sql})` : sql;
  }

  #comparison(): string {
    const reader = this.#reader;
    let sql = this.#text();
    for (;;) {
      const operator = reader.peek().kind === 'symbol' && comparisons[reader.peek().text];
      if (operator) {
        reader.take();
        sql = `(${sql} ${operator} ${this.#text()})`;
      } else if (reader.accept('IS')) {
        const not = reader.accept('NOT') ? 'NOT ' : '';
        reader.expect('NULL');
        sql = `(${sql} IS ${not}NULL)`;
      } else {
        const negated = reader.isNext('NOT') && !reader.isNext('NOT', 'NULL');
        const word = reader.peek(negated ? 1 : 0).text.toUpperCase();
        if (!['IN', 'LIKE', 'ILIKE', 'BETWEEN'].includes(word)) return sql;
        if (negated) reader.take();
        reader.take();
        sql = `(${sql} ${negated ? 'NOT ' : ''}${word} ${this.#rightOf(word)})`;
      }
    }
  }

  #rightOf(word: string): string {
    if (word === 'IN') return this.#valuesOfIn();
    if (word !== 'BETWEEN') return this.#text();
    const least = this.#text();
    this.#reader.expect('AND');
    return `${least} AND ${this.#text()}`;
  }

  /** Only constants: the engine takes a name here for a table. */
  #valuesOfIn(): string {
    const reader = this.#reader;
    reader.expect('(');
    const sql = this.#isSubquery() ? this.#readSubquery() : this.#list(() => this.#constant());
    reader.expect(')');
    return `(${sql})`;
  }

  #constant(): string {
    const reader = this.#reader;
    const token = reader.peek();
    if (reader.accept('-')) return `-${this.#number()}`;
    if (token.kind === 'number') return this.#number();
    if (token.kind === 'text') return writeText(reader.take().text);
    for (const word of ['NULL', 'TRUE', 'FALSE']) if (reader.accept(word)) return word;
    return reader.refuseNext('A constant');
  }

  #number(): string {
    if (this.#reader.peek().kind !== 'number') this.#reader.refuseNext('A number');
    return this.#reader.take().text;
  }

  #text(): string {
    const parts = [this.#sum()];
    while (this.#reader.accept('||')) parts.push(this.#sum());
    return parts.length === 1 ? parts.join('') : `concat(${parts.join(', ')})`;
  }

  #sum(): string {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): string {
    return this.#chain(['*', '/', '%'], () => this.#sign());
  }

  /** Operators of one precedence, from left to right. */
  #chain(operators: readonly string[], readOne: () => string): string {
    const parts = [readOne()];
    for (;;) {
      const operator = operators.find((symbol) => this.#reader.accept(symbol));
      if (operator === undefined) return inParentheses(parts, ' ');
      parts.push(operator, readOne());
    }
  }

  #sign(): string {
    let signs = 0;
    while (this.#reader.accept('-')) signs += 1;
    const sql = this.#withSuffixes();
    return signs % 2 === 1 ? `(-${sql})` : sql;
  }

  #withSuffixes(): string {
    const reader = this.#reader;
    let sql = this.#primary();
    for (;;) {
      if (reader.accept('[')) {
        sql = `arrayElement(${sql}, ${this.read()})`;
        reader.expect(']');
      } else if (reader.accept('::')) {
        sql = `CAST(${sql}, ${writeText(this.#type())})`;
      } else return sql;
    }
  }

  #primary(): string {
    const reader = this.#reader;
    const { kind } = reader.peek();
    if (kind === 'number' || kind === 'text') return this.#constant();
    if (reader.accept('[')) {
      const items = reader.isNext(']') ? '' : this.readList();
      reader.expect(']');
      return `[${items}]`;
    }
    if (reader.isNext('(')) return this.#inParentheses();
    for (const word of ['NULL', 'TRUE', 'FALSE']) if (reader.accept(word)) return word;
    if (reader.accept('CASE')) return this.#case();
    if (reader.accept('CAST')) return this.#cast();
    if (reader.accept('INTERVAL')) return this.#interval();
    if (kind === 'word' && reader.isNext(reader.peek().text.toUpperCase(), '('))
      return this.#call();
    return this.#column();
  }

  #isSubquery(): boolean {
    return this.#reader.isNext('SELECT') || this.#reader.isNext('WITH');
  }

  #inParentheses(): string {
    const reader = this.#reader;
    reader.expect('(');
    const sql = this.#isSubquery() ? this.#readSubquery() : this.readList();
    reader.expect(')');
    return `(${sql})`;
  }

  #column(): string {
    const reader = this.#reader;
    const first = writeName(reader.takeName('A column, a function or a constant'));
    if (!reader.accept('.')) return first;
    if (reader.accept('*')) {
      this.readsAll = true;
      return `${first}.*`;
    }
    return `${first}.${writeName(reader.takeName('A column'))}`;
  }

  #case(): string {
    const reader = this.#reader;
    let sql = reader.isNext('WHEN') ? 'CASE' : `CASE ${this.read()}`;
    do {
      reader.expect('WHEN');
      const condition = this.read();
      reader.expect('THEN');
      sql += ` WHEN ${condition} THEN ${this.read()}`;
    } while (reader.isNext('WHEN'));
    if (reader.accept('ELSE')) sql += ` ELSE ${this.read()}`;
    reader.expect('END');
    return `${sql} END`;
  }

  #cast(): string {
    const reader = this.#reader;
    reader.expect('(');
    const value = this.read();
    reader.expect('AS');
    const type = this.#type();
    reader.expect(')');
    return `CAST(${value}, ${writeText(type)})`;
  }

  #type(depth = 0): string {
    const reader = this.#reader;
    const token = reader.take();
    const name = token.text.toLowerCase();
    if (depth < deepestType && (name === 'nullable' || name === 'array')) {
      reader.expect('(');
      const inner = this.#type(depth + 1);
      reader.expect(')');
      return `${name === 'array' ? 'Array' : 'Nullable'}(${inner})`;
    }
    const known = `Known types: ${plainTypes.join(', ')}, Nullable(…), Array(…).`;
    return typeOf.get(name) ?? reader.refuseAt(token, `${token.text} is no type. ${known}`);
  }

  #interval(): string {
    const reader = this.#reader;
    const count = reader.takeInteger('A whole number');
    const unit = units.find((one) => reader.accept(one) || reader.accept(`${one}S`));
    return `INTERVAL ${count} ${unit ?? reader.refuseNext(`One of ${units.join(', ')}`)}`;
  }

  #call(): string {
    const reader = this.#reader;
    const token = reader.take();
    const name =
      findFunction(token.text) ??
      reader.refuseAt(
        token,
        `A query cannot call ${token.text}. See the functions in docs/sql.md.`,
      );
    // It reads no column.
    if (name === 'count' && reader.accept('(', '*', ')')) return this.#withWindow('count()');
    let sql = `${name}(${this.#arguments()})`;
    if (reader.isNext('(') && parametricNames.has(name)) sql += `(${this.#arguments()})`;
    return this.#withWindow(sql);
  }

  #withWindow(sql: string): string {
    return this.#reader.accept('OVER') ? `${sql} OVER (${this.#window()})` : sql;
  }

  #arguments(): string {
    const reader = this.#reader;
    reader.expect('(');
    if (reader.accept(')')) return '';
    const distinct = reader.accept('DISTINCT') ? 'DISTINCT ' : '';
    const sql = this.#list(() => this.#argument());
    reader.expect(')');
    return `${distinct}${sql}`;
  }

  #argument(): string {
    const parameters = this.#lambdaParameters();
    if (parameters === undefined) return this.read();
    return `(${parameters.map(writeName).join(', ')}) -> ${this.read()}`;
  }

  /** Takes `x ->` or `(x, y) ->`. */
  #lambdaParameters(): string[] | undefined {
    const reader = this.#reader;
    if (reader.isName() && reader.peek(1).text === '->') {
      const name = reader.takeName('A name');
      reader.expect('->');
      return [name];
    }
    let ahead = 0;
    if (!reader.isNext('(')) return undefined;
    do {
      if (!reader.isName(ahead + 1)) return undefined;
      ahead += 2;
    } while (reader.peek(ahead).text === ',');
    if (reader.peek(ahead).text !== ')' || reader.peek(ahead + 1).text !== '->') return undefined;
    const names: string[] = [];
    while (!reader.accept('->')) {
      if (reader.isName()) names.push(reader.takeName('A name'));
      else reader.take();
    }
    return names;
  }

  #window(): string {
    const reader = this.#reader;
    const parts: string[] = [];
    reader.expect('(');
    if (reader.accept('PARTITION', 'BY')) parts.push(`PARTITION BY ${this.readList()}`);
    if (reader.accept('ORDER', 'BY')) parts.push(`ORDER BY ${this.readOrder()}`);
    const frame = ['ROWS', 'RANGE'].find((word) => reader.accept(word, 'BETWEEN'));
    if (frame !== undefined) {
      const start = this.#frameEnd();
      reader.expect('AND');
      parts.push(`${frame} BETWEEN ${start} AND ${this.#frameEnd()}`);
    }
    reader.expect(')');
    return parts.join(' ');
  }

  #frameEnd(): string {
    const reader = this.#reader;
    if (reader.accept('CURRENT', 'ROW')) return 'CURRENT ROW';
    const size = reader.accept('UNBOUNDED') ? 'UNBOUNDED' : reader.takeInteger('A number of rows');
    const side = ['PRECEDING', 'FOLLOWING'].find((word) => reader.accept(word));
    return `${size} ${side ?? reader.refuseNext('PRECEDING or FOLLOWING')}`;
  }

  /** What follows ORDER BY. */
  readOrder(): string {
    const reader = this.#reader;
    return this.#list(() => {
      let sql = this.read();
      const direction = ['ASC', 'DESC'].find((word) => reader.accept(word));
      if (direction !== undefined) sql += ` ${direction}`;
      const nulls = ['FIRST', 'LAST'].find((word) => reader.accept('NULLS', word));
      return nulls === undefined ? sql : `${sql} NULLS ${nulls}`;
    });
  }
}
