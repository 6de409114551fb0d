import { filterValues } from './questions/filter-values.js';
import { flows } from './questions/flows.js';
import { funnel } from './questions/funnel.js';
import { invocation } from './questions/invocation.js';
import { invocations } from './questions/invocations.js';
import { losses } from './questions/losses.js';
import { overview } from './questions/overview.js';
import { quarantine } from './questions/quarantine.js';
import type { Question } from './questions/question.js';
import { rejections } from './questions/rejections.js';
import { storage } from './questions/storage.js';
import { tools } from './questions/tools.js';

/** All questions. The collector serves each of them. */
export const questions = {
  overview,
  tools,
  filterValues,
  flows,
  funnel,
  invocations,
  invocation,
  quarantine,
  losses,
  rejections,
  storage,
} satisfies Record<string, Question>;
