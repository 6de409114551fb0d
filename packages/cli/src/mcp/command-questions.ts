import { CommandList, CommandReport, ErrorReport } from '@sonde/analytics';
import { Type } from 'typebox';
import { defineQuestion, scope, toParameters } from './question.js';
import { renderCommand, renderCommands, renderErrors } from './render-commands.js';

export const commandQuestions = [
  defineQuestion({
    name: 'commands',
    title: 'Which commands fail',
    description:
      'Every command with its runs, people, success rate and durations, and those of the time before.',
    input: scope,
    async answer(ask, input) {
      return renderCommands(await ask('/api/v1/commands', CommandList, toParameters(input)));
    },
  }),
  defineQuestion({
    name: 'command',
    title: 'How one command does',
    description:
      'One command: error classes, exit codes, flags and how success differs with each, who ran it, versions, durations.',
    input: { name: Type.String({ description: 'Full path, as commands lists it' }), ...scope },
    async answer(ask, { name, ...input }) {
      const path = `/api/v1/commands/${encodeURIComponent(name)}`;
      return renderCommand(await ask(path, CommandReport, toParameters(input)));
    },
  }),
  defineQuestion({
    name: 'errors',
    title: 'Which errors occur',
    description:
      'Error classes with runs and people, in both halves of the range, since which version; then by version and command.',
    input: scope,
    async answer(ask, input) {
      return renderErrors(await ask('/api/v1/errors', ErrorReport, toParameters(input)));
    },
  }),
];
