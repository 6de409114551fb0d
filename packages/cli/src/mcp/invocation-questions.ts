import { funnelSubjects, InvocationPage, invocationStatuses, outcomes } from '@sonde/analytics';
import { Type } from 'typebox';
import { anyOf, defineQuestion, scope, toParameters } from './question.js';
import {
  FilterValues,
  InvocationDetail,
  renderFilters,
  renderInvocationDetail,
  renderInvocations,
} from './render-invocations.js';

export const invocationQuestions = [
  defineQuestion({
    name: 'invocations',
    title: 'The runs behind a number',
    description:
      'Lists runs, newest first, with their ids. The filters are those that the numbers of the other answers stand for.',
    input: {
      ...scope,
      ...{ arch: anyOf(), runtime: anyOf(), ci_name: anyOf() },
      actor: Type.Optional(
        Type.String({ description: 'As agents lists it; agent: all coding agents' }),
      ),
      status: Type.Optional(
        Type.Enum([...invocationStatuses, 'ended', 'unsuccessful'], {
          description: 'ended: all that success rates count; unsuccessful: failed or vanished',
        }),
      ),
      error_class: Type.Optional(
        Type.String({ description: 'Empty: failed without one (no class)' }),
      ),
      has_error: Type.Optional(Type.Boolean({ description: 'Those that errors counts' })),
      exit_code: Type.Optional(Type.String({ description: 'A number, or none' })),
      flag: Type.Optional(Type.String({ description: 'Name of a flag that was given' })),
      without_flag: Type.Optional(Type.String({ description: 'One that was not given' })),
      duration_from_ms: Type.Optional(Type.Number({ description: 'Inclusive' })),
      duration_to_ms: Type.Optional(Type.Number({ description: 'Exclusive' })),
      repeated: Type.Optional(Type.Boolean({ description: 'As agents counts them' })),
      person: Type.Optional(Type.String({ description: 'A user id or an anonymous id' })),
      event: Type.Optional(Type.String({ description: 'Runs with such an event' })),
      property: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Needs event: conditions, as events lists them, that one event meets',
        }),
      ),
      flow: Type.Optional(Type.String({ description: 'Needed by the other flow filters' })),
      flow_reached: Type.Optional(Type.String({ description: 'Id of a stage that it reached' })),
      flow_stopped_at: Type.Optional(
        Type.String({ description: 'Id of the stage at which it stopped' }),
      ),
      flow_outcome: Type.Optional(Type.Enum(outcomes)),
      flow_reason: Type.Optional(Type.String({ description: 'Why it was aborted' })),
      flow_error_class: Type.Optional(Type.String({ description: 'With which it failed' })),
      funnel_step: Type.Optional(
        Type.Array(Type.String(), { description: 'The steps of a free_funnel' }),
      ),
      funnel_reached: Type.Optional(
        Type.Integer({ description: 'Needs funnel_step: the number of the step, from 1' }),
      ),
      funnel_per: Type.Optional(Type.Enum(funnelSubjects)),
      funnel_window_ms: Type.Optional(Type.Integer()),
      funnel_exclude: Type.Optional(Type.String()),
      funnel_by: Type.Optional(Type.String({ description: 'Needs funnel_value' })),
      funnel_value: Type.Optional(Type.String()),
      first_from: Type.Optional(
        Type.String({ description: 'People whose first run of all was in this time: retention' }),
      ),
      first_to: Type.Optional(Type.String()),
      first_actor: Type.Optional(Type.String({ description: 'person, agent, ci, no_terminal' })),
      first_tool: Type.Optional(Type.String({ description: 'Needs first_version' })),
      first_version: Type.Optional(Type.String({ description: 'Needs first_tool' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 20' })),
    },
    async answer(ask, { limit = 20, ...input }) {
      const parameters = { ...toParameters(input), limit: String(limit) };
      return renderInvocations(await ask('/api/v1/invocations', InvocationPage, parameters));
    },
  }),
  defineQuestion({
    name: 'invocation',
    title: 'What happened in one run',
    description: 'Every event of one run in order, with its properties, and what is missing.',
    input: { invocation_id: Type.String({ description: 'As invocations lists it' }) },
    keepsEnd: true,
    async answer(ask, { invocation_id }) {
      const path = `/api/v1/invocations/${encodeURIComponent(invocation_id)}`;
      return renderInvocationDetail(await ask(path, InvocationDetail));
    },
  }),
  defineQuestion({
    name: 'filters',
    title: 'Values to filter by',
    description:
      'The tools, versions, commands, operating systems and other values that occur, with the number of runs.',
    input: { from: scope.from, to: scope.to },
    async answer(ask, input) {
      return renderFilters(await ask('/api/v1/filters', FilterValues, toParameters(input)));
    },
  }),
];
