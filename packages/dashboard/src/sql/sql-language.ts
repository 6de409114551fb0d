import { SQLDialect } from '@codemirror/lang-sql';
import { LanguageSupport } from '@codemirror/language';
import { completeSql, type Known, keywords } from './complete-sql.js';

/** The dialect of the engine, with these functions in the colour of functions. */
export const dialectWith = (functions: readonly string[]): SQLDialect =>
  SQLDialect.define({
    keywords: keywords.join(' ').toLowerCase(),
    builtin: functions.join(' ').toLowerCase(),
    backslashEscapes: true,
    identifierQuotes: '`"',
    caseInsensitiveIdentifiers: true,
  });

/** Colours and completion for these views and functions. */
export function sqlLanguage(known: Known): LanguageSupport {
  const dialect = dialectWith(known.functions);
  return new LanguageSupport(dialect.language, [
    dialect.language.data.of({ autocomplete: completeSql(dialect, known) }),
  ]);
}
