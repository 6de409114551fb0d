import type { FlowRun } from 'sonde';
import type { catalog } from '../catalog.js';

/** One run of signing in with `orbit auth`. A sign-in during another command has none. */
export type AuthFlow = FlowRun<(typeof catalog)['flows']['auth']>;
