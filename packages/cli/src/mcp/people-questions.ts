import {
  Adoption,
  AgentReport,
  adoptionProperties,
  Retention,
  retentionGroups,
} from '@sonde/analytics';
import { Type } from 'typebox';
import { defineQuestion, scope, toParameters } from './question.js';
import { renderAdoption, renderAgents, renderRetention } from './render-people.js';

export const peopleQuestions = [
  defineQuestion({
    name: 'agents',
    title: 'Who runs the tool, and how coding agents fare',
    description:
      'People, each coding agent, CI and scripts compared: success, errors, repeated runs, refused arguments, and the commands that agents fail at more than people.',
    input: scope,
    async answer(ask, input) {
      return renderAgents(await ask('/api/v1/agents', AgentReport, toParameters(input)));
    },
  }),
  defineQuestion({
    name: 'adoption',
    title: 'What people run it with',
    description:
      'People and runs by version, operating system and so on, against the time before; how fast releases were taken up.',
    input: {
      property: Type.Optional(Type.Enum(adoptionProperties, { description: 'Default version' })),
      ...scope,
    },
    async answer(ask, { property = 'version', ...input }) {
      const parameters = { ...toParameters(input), property };
      return renderAdoption(await ask('/api/v1/adoption', Adoption, parameters));
    },
  }),
  defineQuestion({
    name: 'retention',
    title: 'Who comes back',
    description: 'People by the week of their first run, and how many came back in later weeks.',
    input: {
      by: Type.Optional(
        Type.Enum(retentionGroups, { description: 'Group by the first run: its version or actor' }),
      ),
      ...scope,
    },
    async answer(ask, input) {
      return renderRetention(await ask('/api/v1/retention', Retention, toParameters(input)));
    },
  }),
];
