import { expect, it } from 'vitest';
import { moveLargeParameters } from './large-parameters.js';

const query = 'SELECT {ids:Array(String)}, {project:String}, {ids:Array(String)}';

it('leaves short lists and other values where they are', () => {
  const statement = { query, query_params: { ids: ['a'], project: 'p'.repeat(900) } };
  expect(moveLargeParameters(statement)).toEqual(statement);
  expect(moveLargeParameters({ query: 'SELECT 1' }).query).toBe('SELECT 1');
});

it('quotes the values of long lists', () => {
  const ids = [...Array.from({ length: 300 }, () => 'id'), `'\\$&`];
  const moved = moveLargeParameters({ query, query_params: { ids, project: 'p' } });
  expect(moved.query_params).toEqual({ project: 'p' });
  const list = `CAST('[${"\\'id\\',".repeat(300)}\\'\\\\\\'\\\\\\\\$&\\']' AS Array(String))`;
  expect(moved.query).toBe(`SELECT ${list}, {project:String}, ${list}`);
});

it('quotes long texts', () => {
  const text = "it's".repeat(300);
  const moved = moveLargeParameters({ query, query_params: { ids: ['a'], project: text } });
  expect(moved.query_params).toEqual({ ids: ['a'] });
  const quoted = `CAST('${"it\\'s".repeat(300)}' AS String)`;
  expect(moved.query).toBe(`SELECT {ids:Array(String)}, ${quoted}, {ids:Array(String)}`);
});
