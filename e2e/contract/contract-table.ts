import { authCompleted } from './cases/auth-completed.js';
import { authCancelled, authFailed } from './cases/auth-stopped.js';
import { createCancelled, createStopped } from './cases/create-cancelled.js';
import { createCompleted } from './cases/create-completed.js';
import { createFailed } from './cases/create-failed.js';
import { debugCases } from './cases/debug.js';
import { errorCases } from './cases/errors.js';
import { identityCases } from './cases/identity.js';
import {
  killedWhileChangingPlan,
  killedWhileCreating,
  killedWhileSigningIn,
} from './cases/killed.js';
import { lazySignIn } from './cases/lazy-sign-in.js';
import { lifecycleCases } from './cases/lifecycle.js';
import { misuseCases } from './cases/misuse.js';
import {
  planChangeCancelled,
  planChangeCompleted,
  planChangeFailed,
  planChangeStopped,
} from './cases/plan-change.js';
import { rejectedCases } from './cases/rejected.js';
import { selectCases } from './cases/select.js';
import { silence } from './cases/silence.js';
import { updateNoticeCases } from './cases/update-notice.js';
import type { ContractCase } from './contract-case.js';

/** Every case, by topic. */
export const contractTable: Readonly<Record<string, readonly ContractCase[]>> = {
  'Every command': lifecycleCases,
  'After the command': updateNoticeCases,
  'Refused arguments': rejectedCases,
  'Nothing at all': silence,
  'Signing in': [...authCompleted, ...authCancelled, ...authFailed],
  'Signing in on the way': lazySignIn,
  'Creating an application': [
    ...createCompleted,
    ...createStopped,
    ...createCancelled,
    ...createFailed,
  ],
  'Choosing an application': selectCases,
  'Changing a plan': [
    ...planChangeCompleted,
    ...planChangeStopped,
    ...planChangeCancelled,
    ...planChangeFailed,
  ],
  'Who it is': identityCases,
  'Killed runs': [...killedWhileSigningIn, ...killedWhileCreating, ...killedWhileChangingPlan],
  'What errors are called': errorCases,
  'What orbit never does': misuseCases,
  'Debug mode': debugCases,
};
