import {
  type Completion,
  type CompletionContext,
  type CompletionSource,
  ifNotIn,
} from '@codemirror/autocomplete';
import { type SQLDialect, schemaCompletionSource } from '@codemirror/lang-sql';
import type { SqlView, SqlViews } from '../api/sql-queries.js';

/** Words of a query, in upper case as they are inserted. */
export const keywords = [
  ...['SELECT', 'DISTINCT', 'FROM', 'WHERE', 'GROUP BY', 'HAVING', 'ORDER BY', 'LIMIT', 'OFFSET'],
  ...['AS', 'AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL'],
  ...['CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'ASC', 'DESC', 'NULLS LAST', 'WITH', 'INTERVAL'],
  ...['JOIN', 'INNER JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN', 'ON', 'USING'],
  ...['UNION ALL', 'UNION DISTINCT', 'OVER', 'PARTITION BY', 'TRUE', 'FALSE', 'NULL'],
];

/** What can be completed. */
export type Known = Pick<SqlViews, 'views' | 'functions'>;

/** A description without its marks of code. */
const infoOf = (description: string): string => description.replaceAll('`', '');

/** The views that a query names; all of them if it names none yet. */
export function viewsInReach(query: string, views: readonly SqlView[]): readonly SqlView[] {
  const words = new Set(query.match(/\w+/g));
  const named = views.filter(({ name }) => words.has(name));
  return named.length === 0 ? views : named;
}

/** What may stand at any place of a query: columns first, then views, functions, keywords. */
export function optionsFor(query: string, { views, functions }: Known): Completion[] {
  const columns = new Map(
    viewsInReach(query, views).flatMap((view) => view.columns.map((one) => [one.name, one])),
  );
  return [
    ...[...columns.values()].map(
      ({ name, type, description }): Completion => ({
        ...{ label: name, type: 'property', detail: type, info: infoOf(description), boost: 3 },
      }),
    ),
    ...views.map(
      ({ name, description }): Completion => ({
        ...{ label: name, type: 'class', detail: 'view', info: infoOf(description), boost: 2 },
      }),
    ),
    ...functions.map(
      (name): Completion => ({ label: name, type: 'function', apply: `${name}(`, boost: 1 }),
    ),
    ...keywords.map((label): Completion => ({ label, type: 'keyword' })),
  ];
}

/** Completes what may stand anywhere, and the columns after `view.` or `alias.`. */
export function completeSql(dialect: SQLDialect, known: Known): CompletionSource {
  const completeColumnOf = schemaCompletionSource({
    dialect,
    schema: Object.fromEntries(
      known.views.map(({ name, columns }) => [
        name,
        columns.map(({ name: label, type, description }) => ({
          ...{ label, type: 'property', detail: type, info: infoOf(description) },
        })),
      ]),
    ),
  });
  const complete = (context: CompletionContext) => {
    if (context.matchBefore(/\.\w*/) !== null) return completeColumnOf(context);
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (word === null && !context.explicit) return null;
    return {
      from: word?.from ?? context.pos,
      options: optionsFor(context.state.doc.toString(), known),
      validFor: /^\w*$/,
    };
  };
  return ifNotIn(['String', 'LineComment', 'BlockComment'], complete);
}
