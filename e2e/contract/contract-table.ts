import { createCancelled, createStopped } from './cases/create-cancelled.js';
import { createCompleted } from './cases/create-completed.js';
import { createFailed } from './cases/create-failed.js';
import { debugCases } from './cases/debug.js';
import { killedWhileCreating } from './cases/killed.js';
import { lifecycleCases } from './cases/lifecycle.js';
import { silence } from './cases/silence.js';
import type { ContractCase } from './contract-case.js';

/** Every case, by topic. */
export const contractTable: Readonly<Record<string, readonly ContractCase[]>> = {
  'Every command': lifecycleCases,
  'Nothing at all': silence,
  'Creating an application': [
    ...createCompleted,
    ...createStopped,
    ...createCancelled,
    ...createFailed,
  ],
  'Killed runs': killedWhileCreating,
  'Debug mode': debugCases,
};
