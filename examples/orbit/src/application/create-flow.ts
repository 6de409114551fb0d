import type { FlowRun } from 'sonde';
import type { catalog } from '../catalog.js';

/** One run of creating an application. A dry run has none. */
export type CreateFlow = FlowRun<(typeof catalog)['flows']['application_create']>;
