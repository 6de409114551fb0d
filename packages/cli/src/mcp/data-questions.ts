import { LossReport, QuarantineReport, SqlResult, SqlViews } from '@sonde/analytics';
import { Type } from 'typebox';
import { defineQuestion, scope, toParameters } from './question.js';
import { renderHealth } from './render-intake.js';
import { renderSqlResult, renderSqlViews } from './render-sql.js';

const range = { from: scope.from, to: scope.to };

export const dataQuestions = [
  defineQuestion({
    name: 'health',
    title: 'Whether the data is complete',
    description: 'Events that clients lost, and those that the collector put into quarantine.',
    input: range,
    async answer(ask, input) {
      const parameters = toParameters(input);
      const [losses, quarantine] = await Promise.all([
        ask('/api/v1/losses', LossReport, parameters),
        ask('/api/v1/quarantine', QuarantineReport, parameters),
      ]);
      return renderHealth(losses, quarantine);
    },
  }),
  defineQuestion({
    name: 'sql',
    title: 'Anything else',
    description:
      'One SELECT over the views events, flow_runs and invocations; it cannot change anything. Without a query: their columns and the functions. Aggregate, or add LIMIT.',
    input: {
      query: Type.Optional(Type.String({ description: 'SQL in the dialect of ClickHouse' })),
      ...range,
    },
    async answer(ask, { query, ...input }) {
      if (query === undefined) return renderSqlViews(await ask('/api/v1/sql/views', SqlViews));
      const parameters = { ...toParameters(input), query };
      return renderSqlResult(await ask('/api/v1/sql', SqlResult, parameters));
    },
  }),
];
