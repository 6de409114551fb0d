import type { FlowRun } from 'sonde';
import type { catalog } from '../catalog.js';

/** One attempt at signing in that the user set out for. A sign-in inside another command has none. */
export type AuthFlow = FlowRun<(typeof catalog)['flows']['auth']>;
