import { expect, it } from 'vitest';
import { inlineParameters } from './inline-parameters.js';

it('writes parameters as constants of their types', () => {
  const parameters = { name: "it's {a:String} \\", days: [1, 2], none: [], at: -5 };
  expect(
    inlineParameters({
      sql: 'SELECT {name:String}, {days:Array(UInt16)}, {none:Array(String)}, {at:Int64}',
      parameters,
    }),
  ).toEqual({
    sql: `SELECT CAST('it\\'s \\x7ba:String} \\\\', 'String'), CAST([1, 2], 'Array(UInt16)'), CAST([], 'Array(String)'), CAST(-5, 'Int64')`,
    parameters: {},
  });
});

it('leaves very long ones as they are', () => {
  const long = { sql: 'SELECT {ids:String}', parameters: { ids: 'x'.repeat(200_000) } };
  expect(inlineParameters(long)).toBe(long);
});
