import { describe, expect, it } from 'vitest';
import { translateQuery } from './translate.js';

const views = ['events', 'invocations'];
const write = (query: string) => translateQuery(query, views).write((view) => `«${view}»`);
const detailOf = (query: string): string => {
  try {
    write(query);
  } catch (error) {
    expect(error).toMatchObject({ code: 'sql_invalid' });
    return (error as Error & { detail: string }).detail;
  }
  return '';
};

it.each([
  ['SELECT * FROM events', 'SELECT * FROM («events») AS `events`'],
  ['select 1 -- comment\n', 'SELECT 1'],
  [
    'SELECT i.command c, COUNT(*) AS n FROM invocations AS i GROUP BY i.command',
    'SELECT `i`.`command` AS `c`, count() AS `n` FROM («invocations») AS `i` GROUP BY `i`.`command`',
  ],
  ["SELECT 'it''s {a:String} \\\\'", "SELECT 'it\\'s \\x7ba:String} \\\\'"],
  ['SELECT 1 + 2 * -3 - 4', 'SELECT (1 + (2 * (-3)) - 4)'],
  ['SELECT NOT a = 1 AND b OR c', 'SELECT (((NOT (`a` = 1)) AND `b`) OR `c`)'],
  ["SELECT a || 'b' || c", "SELECT concat(`a`, 'b', `c`)"],
  ["SELECT a NOT IN ('x', -1, NULL)", "SELECT (`a` NOT IN ('x', -1, NULL))"],
  [
    'SELECT a BETWEEN 1 AND 2 AND b IS NOT NULL',
    'SELECT ((`a` BETWEEN 1 AND 2) AND (`b` IS NOT NULL))',
  ],
  ['SELECT quantile(0.9)(a), uniqIf(b, c)', 'SELECT quantile(0.9)(`a`), uniqIf(`b`, `c`)'],
  [
    'SELECT arrayMap((x, y) -> x[1] + y, a, b)',
    'SELECT arrayMap((`x`, `y`) -> (arrayElement(`x`, 1) + `y`), `a`, `b`)',
  ],
  [
    'SELECT a::int64, CAST(b AS nullable(String))',
    "SELECT CAST(`a`, 'Int64'), CAST(`b`, 'Nullable(String)')",
  ],
  ['SELECT now() - INTERVAL 7 DAYS', 'SELECT (now() - INTERVAL 7 DAY)'],
  ['SELECT CASE WHEN a THEN 1 ELSE 2 END', 'SELECT CASE WHEN `a` THEN 1 ELSE 2 END'],
  [
    'WITH f AS (SELECT 1 a) SELECT a FROM f UNION ALL SELECT a FROM f ORDER BY 1 DESC LIMIT 3 OFFSET 1',
    'WITH `with_1_f` AS (SELECT 1 AS `a`) SELECT `a` FROM `with_1_f` AS `f` UNION ALL SELECT `a` FROM `with_1_f` AS `f` ORDER BY 1 DESC LIMIT 3 OFFSET 1',
  ],
  [
    'SELECT row_number() OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
    'SELECT row_number() OVER (PARTITION BY `a` ORDER BY `b` ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
  ],
  [
    'SELECT e.* FROM invocations LEFT JOIN events e USING (invocation_id) LIMIT 1 BY e.event LIMIT 5',
    'SELECT `e`.* FROM («invocations») AS `invocations` LEFT JOIN («events») AS `e` USING (`invocation_id`) LIMIT 1 BY `e`.`event` LIMIT 5',
  ],
])('%s', (query, sql) => {
  expect(write(query)).toBe(sql);
});

describe('refuses', () => {
  it.each([
    ['', 'line 1, column 1: SELECT belongs here, but the query ends.'],
    ['SELECT 1;', 'line 1, column 9: Write one SELECT, without a semicolon.'],
    ['DROP TABLE events', 'line 1, column 1: SELECT belongs here, but it says DROP.'],
    [
      'SELECT 1\nFROM  people',
      'line 2, column 7: There is no view people. The views are events, invocations.',
    ],
    ['SELECT 1 FROM system.tables', 'line 1, column 15: There is no view system.'],
    ['SELECT 1 FROM events.events', 'There is no view events.'],
    ['SELECT 1 FROM numbers(10)', 'There is no view numbers.'],
    ['SELECT 1 FROM "sonde.events"', 'There is no view sonde.events.'],
    ['SELECT hostName()', 'line 1, column 8: A query cannot call hostName.'],
    ['SELECT a IN events', 'line 1, column 13: ( belongs here, but it says events.'],
    ['SELECT a IN (events)', 'A constant belongs here, but it says events.'],
    ["SELECT in(1, 'a')", 'A query cannot call in.'],
    ['WITH events AS (SELECT 1) SELECT 1', 'events is a view; give the query another name.'],
    ['WITH a AS (SELECT 1 FROM a) SELECT 1', 'There is no view a.'],
    ['SELECT 1 FROM (WITH a AS (SELECT 1) SELECT 1), a', 'There is no view a.'],
    ['SELECT 1 SETTINGS limit = 0', 'The end of the query belongs here, but it says SETTINGS.'],
    ['SELECT 1 FROM events FINAL', 'The end of the query belongs here, but it says FINAL.'],
    ["SELECT 1 INTO OUTFILE 'a'", 'The end of the query belongs here, but it says INTO.'],
    ["SELECT 'a", 'This text has no closing quote.'],
    ["SELECT '\\x41'", 'The escape \\x is not known'],
    ['SELECT "a\'b"', 'A quoted name ends with the same quote'],
    ['SELECT {project:String}', '"{" means nothing here.'],
    ['SELECT 1 /* a', 'A column, a function or a constant belongs here, but it says *.'],
    ['SELECT CAST(1 AS Object)', 'Object is no type.'],
    [`SELECT CAST(1 AS ${'Array('.repeat(4)}String))))`, 'Array is no type.'],
    ['SELECT 0xFF', 'A number has decimal digits'],
    ['SELECT 1_000', 'A number has decimal digits'],
    ['SELECT 1e999', 'A number has decimal digits'],
    ['SELECT * x FROM events', 'The end of the query belongs here, but it says x.'],
    ['SELECT cityHash64(*) FROM events', 'belongs here, but it says *.'],
    ['SELECT 1 LIMIT 1 BY a LIMIT 1 BY b', 'The end of the query belongs here, but it says BY.'],
    [
      `WITH a0 AS (SELECT 1)${Array.from({ length: 8 }, (_, i) => `, a${i + 1} AS (SELECT 1 FROM a${i} p, a${i} q)`).join('')} SELECT 1 FROM a8`,
      'A query has at most 30 SELECTs and tables',
    ],
    ['SELECT a\u0000b', 'A query has no control characters.'],
    [`SELECT ${'('.repeat(60)}1${')'.repeat(60)}`, 'At most 40 expressions are inside each other.'],
    [`SELECT 1 FROM ${'(SELECT 1 FROM '.repeat(20)}`, 'At most 10 queries are inside each other.'],
  ])('%s', (query, detail) => {
    expect(detailOf(query)).toContain(detail);
  });
});

it('knows which columns a query may read', () => {
  const mayRead = (query: string) => translateQuery(query, views).mayRead('person');
  expect(mayRead('SELECT count(*), 2 * 3 FROM invocations')).toBe(false);
  expect(mayRead('SELECT uniq(person) FROM invocations')).toBe(true);
  expect(mayRead('SELECT * FROM invocations')).toBe(true);
  expect(mayRead('SELECT i.* FROM invocations i')).toBe(true);
});
