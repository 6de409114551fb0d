import { FlowList, FreeFunnel, Funnel, funnelSubjects } from '@sonde/analytics';
import { Type } from 'typebox';
import { renderFunnel } from '../collector/render-responses.js';
import { defineQuestion, scope, toParameters } from './question.js';
import { renderFlows, renderFreeFunnel, stageIds } from './render-flows.js';

export const flowQuestions = [
  defineQuestion({
    name: 'flows',
    title: 'What users set out to do',
    description: 'Every flow with its runs, how many completed, and how the others ended.',
    input: scope,
    async answer(ask, input) {
      return renderFlows(await ask('/api/v1/flows', FlowList, toParameters(input)));
    },
  }),
  defineQuestion({
    name: 'funnel',
    title: 'Where runs of a flow stop, and why',
    description:
      'The stages of one flow: how many runs reached each, and how many stopped there, by reason and error class. Then the ids of the stages, for invocations.',
    input: { flow: Type.String({ description: 'Name of the flow, as flows lists it' }), ...scope },
    async answer(ask, { flow, ...input }) {
      const path = `/api/v1/flows/${encodeURIComponent(flow)}/funnel`;
      const funnel = await ask(path, Funnel, toParameters(input));
      return `${renderFunnel(funnel)}\nStage ids: ${stageIds(funnel)}`;
    },
  }),
  defineQuestion({
    name: 'free_funnel',
    title: 'How many runs or people have some events in order',
    description:
      'A funnel over any events, as the tool events lists them: how many got to each step.',
    input: {
      step: Type.Array(Type.String(), {
        minItems: 2,
        maxItems: 12,
        description: 'Events in order, or <event>?<condition>, as in Deploy?plan:"pro"',
      }),
      per: Type.Optional(
        Type.Enum(funnelSubjects, { description: 'What is counted. Default invocation' }),
      ),
      window_ms: Type.Optional(
        Type.Integer({ description: 'Longest time. Default per person 7 days, else no limit' }),
      ),
      exclude: Type.Optional(Type.String({ description: 'An event that ends an attempt' })),
      by: Type.Optional(
        Type.String({ description: 'Group by this filter, as filters lists them' }),
      ),
      ...scope,
    },
    async answer(ask, input) {
      const funnel = await ask('/api/v1/free-funnel', FreeFunnel, toParameters(input));
      return renderFreeFunnel(funnel, input.step);
    },
  }),
];
