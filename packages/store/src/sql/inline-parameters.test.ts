import { expect, it } from 'vitest';
import { inlineParameters } from './inline-parameters.js';

const all = () => true;

it('writes parameters as constants of their types', () => {
  const parameters = { name: "it's {a:String} \\", days: [1, 2], none: [], at: -5 };
  const sql = 'SELECT {name:String}, {days:Array(UInt16)}, {none:Array(String)}, {at:Int64}';
  expect(inlineParameters(sql, parameters, all)).toEqual({
    sql: `SELECT CAST('it\\'s \\x7ba:String} \\\\', 'String'), CAST([1, 2], 'Array(UInt16)'), CAST([], 'Array(String)'), CAST(-5, 'Int64')`,
    parameters: {},
  });
});

it('leaves quoted texts and names, and comments', () => {
  const quoted = `'it\\'s {a:String}' \`{a:String}\` "{a:String}" -- it's {a:String}`;
  const { sql } = inlineParameters(`SELECT ${quoted}\n, {a:String}`, { a: '$&' }, all);
  expect(sql).toBe(`SELECT ${quoted}\n, CAST('$&', 'String')`);
});

it('leaves parameters that are not chosen, and placeholders without one', () => {
  const sql = 'SELECT {long:String}, {short:String}, {long:String}, {missing:String}';
  const parameters = { long: 'x'.repeat(20), short: 'y' };
  expect(inlineParameters(sql, parameters, (characters) => characters > 10)).toEqual({
    sql: `SELECT CAST('${parameters.long}', 'String'), {short:String}, CAST('${parameters.long}', 'String'), {missing:String}`,
    parameters: { short: 'y' },
  });
  expect(inlineParameters(sql, parameters, () => false)).toEqual({ sql, parameters });
});
