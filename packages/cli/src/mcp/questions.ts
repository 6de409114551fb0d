import { commandQuestions } from './command-questions.js';
import { dataQuestions } from './data-questions.js';
import { eventQuestions } from './event-questions.js';
import { flowQuestions } from './flow-questions.js';
import { invocationQuestions } from './invocation-questions.js';
import { overviewQuestions } from './overview-questions.js';
import { peopleQuestions } from './people-questions.js';

/** What an agent can ask. */
export const questions = [
  ...overviewQuestions,
  ...flowQuestions,
  ...commandQuestions,
  ...peopleQuestions,
  ...eventQuestions,
  ...invocationQuestions,
  ...dataQuestions,
];
