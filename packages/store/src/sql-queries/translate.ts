import { writeName } from '../sql/write-names.js';
import { ExpressionReader } from './expressions.js';
import { mostParts } from './limits.js';
import { TokenReader } from './token-reader.js';

/** A query that was read completely and written again for the engine. */
export interface TranslatedQuery {
  /** The views that it reads. */
  views: ReadonlySet<string>;
  /** Whether it may read a column of this name. */
  mayRead(column: string): boolean;
  /** @param selectOf The statement of a view. */
  write(selectOf: (view: string) => string): string;
}

/** Queries inside each other. */
const deepest = 10;
/** Stands for a view until its statement is known. A query has no control characters. */
const placeOf = (view: string): string => `\u0000${view}\u0000`;

/**
 * Translates a query to a statement of the engine. Nothing of its text gets into the statement
 * except through the grammar here: known words and functions, and names and constants, which are
 * quoted again. So it reads views and nothing else, whatever the engine would understand.
 *
 * @param viewNames The tables that it may name.
 * @throws `sql_invalid`, with the line and column.
 */
export function translateQuery(query: string, viewNames: readonly string[]): TranslatedQuery {
  const translation = new Translation(query, viewNames);
  const sql = translation.readAll();
  return {
    views: translation.views,
    mayRead: (column) => translation.mayRead(column),
    write: (selectOf) =>
      viewNames.reduce((text, view) => text.replaceAll(placeOf(view), () => selectOf(view)), sql),
  };
}

class Translation {
  readonly views = new Set<string>();
  readonly #reader: TokenReader;
  readonly #expressions: ExpressionReader;
  readonly #viewNames: readonly string[];
  /** Queries with a name, as it is written for the engine, and their parts. */
  #named = new Map<string, { written: string; parts: number }>();
  #count = 0;
  #parts = 0;
  #depth = 0;

  constructor(query: string, viewNames: readonly string[]) {
    this.#reader = new TokenReader(query);
    this.#viewNames = viewNames;
    this.#expressions = new ExpressionReader(this.#reader, () => this.#query());
  }

  mayRead(column: string): boolean {
    return this.#expressions.readsAll || this.#reader.hasToken(column);
  }

  readAll(): string {
    const sql = this.#query();
    if (this.#reader.peek().kind !== 'end') this.#reader.refuseNext('The end of the query');
    return sql;
  }

  #query(): string {
    const reader = this.#reader;
    const { outside, depth } = { outside: this.#named, depth: this.#depth };
    if (depth === deepest) {
      reader.refuseAt(reader.peek(), `At most ${deepest} queries are inside each other.`);
    }
    this.#depth += 1;
    this.#named = new Map(outside);
    const named = reader.accept('WITH') ? `WITH ${this.#namedQueries()} ` : '';
    let sql = this.#select();
    while (reader.accept('UNION')) {
      const kind = ['ALL', 'DISTINCT'].find((word) => reader.accept(word));
      sql += ` UNION ${kind ?? reader.refuseNext('ALL or DISTINCT')} ${this.#select()}`;
    }
    this.#named = outside;
    this.#depth = depth;
    return `${named}${sql}`;
  }

  #addParts(count: number): void {
    this.#parts += count;
    if (this.#parts <= mostParts) return;
    this.#reader.refuseAt(
      this.#reader.peek(),
      `A query has at most ${mostParts} SELECTs and tables; those of a named query count each time that it is read.`,
    );
  }

  #namedQueries(): string {
    const reader = this.#reader;
    const all: string[] = [];
    do {
      const token = reader.peek();
      const name = reader.takeName('A name for a query');
      if (this.#viewNames.includes(name)) {
        reader.refuseAt(token, `${name} is a view; give the query another name.`);
      }
      const before = this.#parts;
      reader.expect('AS', '(');
      const sql = this.#query();
      reader.expect(')');
      // Never the name of a table of the store.
      this.#count += 1;
      const written = writeName(`with_${this.#count}_${name}`);
      all.push(`${written} AS (${sql})`);
      this.#named.set(name, { written, parts: this.#parts - before });
    } while (reader.accept(','));
    return all.join(', ');
  }

  #select(): string {
    const reader = this.#reader;
    const expressions = this.#expressions;
    this.#addParts(1);
    reader.expect('SELECT');
    let sql = reader.accept('DISTINCT') ? 'SELECT DISTINCT ' : 'SELECT ';
    sql += this.#columns();
    if (reader.accept('FROM')) sql += ` FROM ${this.#tables()}`;
    if (reader.accept('WHERE')) sql += ` WHERE ${expressions.read()}`;
    if (reader.accept('GROUP', 'BY')) sql += ` GROUP BY ${expressions.readList()}`;
    if (reader.accept('HAVING')) sql += ` HAVING ${expressions.read()}`;
    if (reader.accept('ORDER', 'BY')) sql += ` ORDER BY ${expressions.readOrder()}`;
    return sql + this.#limits();
  }

  /** `LIMIT n BY columns`, then `LIMIT n OFFSET m`. */
  #limits(): string {
    const reader = this.#reader;
    let sql = '';
    if (reader.accept('LIMIT')) {
      sql += ` LIMIT ${reader.takeInteger('A number of rows')}`;
      if (reader.accept('BY')) {
        sql += ` BY ${this.#expressions.readList()}`;
        if (!reader.accept('LIMIT')) return sql;
        sql += ` LIMIT ${reader.takeInteger('A number of rows')}`;
      }
    }
    if (reader.accept('OFFSET')) sql += ` OFFSET ${reader.takeInteger('A number of rows')}`;
    return sql;
  }

  #columns(): string {
    const columns: string[] = [];
    do {
      columns.push(this.#expressions.readAllColumns() ?? this.#expressions.read() + this.#alias());
    } while (this.#reader.accept(','));
    return columns.join(', ');
  }

  #alias(): string {
    const reader = this.#reader;
    if (reader.accept('AS')) return ` AS ${writeName(reader.takeName('A name'))}`;
    return reader.isName() ? ` AS ${writeName(reader.take().text)}` : '';
  }

  #tables(): string {
    const reader = this.#reader;
    let sql = this.#table();
    for (;;) {
      if (reader.accept(',') || reader.accept('CROSS', 'JOIN')) {
        sql += ` CROSS JOIN ${this.#table()}`;
        continue;
      }
      const kind = this.#joinKind();
      if (kind === undefined) return sql;
      sql += ` ${kind} ${this.#table()} ${this.#joinCondition()}`;
    }
  }

  #joinKind(): string | undefined {
    const reader = this.#reader;
    if (reader.accept('JOIN') || reader.accept('INNER', 'JOIN')) return 'INNER JOIN';
    const kind = ['LEFT', 'RIGHT', 'FULL'].find(
      (word) => reader.accept(word, 'JOIN') || reader.accept(word, 'OUTER', 'JOIN'),
    );
    return kind === undefined ? undefined : `${kind} JOIN`;
  }

  #joinCondition(): string {
    const reader = this.#reader;
    if (reader.accept('ON')) return `ON ${this.#expressions.read()}`;
    reader.expect('USING', '(');
    const names: string[] = [];
    do names.push(writeName(reader.takeName('A column')));
    while (reader.accept(','));
    reader.expect(')');
    return `USING (${names.join(', ')})`;
  }

  #table(): string {
    const reader = this.#reader;
    if (reader.accept('(')) {
      const sql = this.#query();
      reader.expect(')');
      return `(${sql})${this.#alias()}`;
    }
    const token = reader.peek();
    const name = reader.takeName('A view or a query in parentheses');
    const alias = this.#alias() || ` AS ${writeName(name)}`;
    const named = this.#named.get(name);
    this.#addParts(1 + (named?.parts ?? 0));
    if (named !== undefined) return `${named.written}${alias}`;
    if (!this.#viewNames.includes(name) || reader.isNext('.') || reader.isNext('(')) {
      const views = `The views are ${this.#viewNames.join(', ')}.`;
      reader.refuseAt(token, `There is no view ${name.slice(0, 40)}. ${views}`);
    }
    this.views.add(name);
    return `(${placeOf(name)})${alias}`;
  }
}
