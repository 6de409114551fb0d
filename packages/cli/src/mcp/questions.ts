import { Funnel, InvocationPage, Overview, ReleaseReport } from '@sonde/analytics';
import { Type } from 'typebox';
import { renderReleases } from '../collector/render-releases.js';
import { renderFunnel, renderReport } from '../collector/render-responses.js';
import { defineQuestion, scope, toParameters } from './question.js';
import {
  FilterValues,
  FlowList,
  InvocationDetail,
  renderFilters,
  renderFlows,
  renderInvocationDetail,
  renderInvocations,
  stageIds,
} from './render-answers.js';

const describeRange = ({ from, to }: { from?: string; to?: string }) =>
  `from ${from ?? '30d'} to ${to ?? 'now'}`;

/** What an agent can ask. */
export const questions = [
  defineQuestion({
    name: 'overview',
    title: 'How the tool is used',
    description:
      'Runs, people, success rate and durations, with the change against the time before; the commands and versions.',
    input: scope,
    async answer(ask, input) {
      const overview = await ask('/api/v1/overview', Overview, toParameters(input));
      return renderReport(overview, describeRange(input));
    },
  }),
  defineQuestion({
    name: 'what_got_worse',
    title: 'What got worse with a release',
    description:
      'Compares a release with an earlier one: commands that fail, error classes and steps of flows that stop more people than chance explains, most people first.',
    input: {
      ...scope,
      release: Type.Optional(Type.String({ description: 'Default: the newest in the range' })),
      since: Type.Optional(Type.String({ description: 'Default: the release before' })),
    },
    async answer(ask, input) {
      return renderReleases(
        await ask('/api/v1/releases/report', ReleaseReport, toParameters(input)),
      );
    },
  }),
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
    name: 'invocations',
    title: 'The runs behind a number',
    description:
      'Lists runs, newest first, with their ids: of a command, a version, a status, an error class, a person, or a flow that stopped at a stage.',
    input: {
      ...scope,
      status: Type.Optional(
        Type.Enum(['succeeded', 'failed', 'cancelled', 'vanished', 'running'] as const),
      ),
      error_class: Type.Optional(Type.String()),
      person: Type.Optional(Type.String({ description: 'A user id or an anonymous id' })),
      flow: Type.Optional(Type.String({ description: 'The flow; needed by the four below' })),
      flow_reached: Type.Optional(Type.String({ description: 'Id of a stage that it reached' })),
      flow_stopped_at: Type.Optional(
        Type.String({ description: 'Id of the stage at which it stopped' }),
      ),
      flow_outcome: Type.Optional(
        Type.Enum(['completed', 'aborted', 'failed', 'vanished', 'incomplete'] as const),
      ),
      flow_reason: Type.Optional(Type.String({ description: 'Why it was aborted' })),
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
