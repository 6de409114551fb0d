import { Overview, ReleaseReport } from '@sonde/analytics';
import { Type } from 'typebox';
import { describeRange } from '../collector/query-options.js';
import { renderReleases } from '../collector/render-releases.js';
import { renderReport } from '../collector/render-responses.js';
import { defineQuestion, scope, toParameters } from './question.js';

export const overviewQuestions = [
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
];
