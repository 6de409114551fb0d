import type { ClientFamily } from './client-family.js';
import { mixpanel } from './mixpanel/mixpanel.js';
import { openpanel } from './openpanel/openpanel.js';
import { segment } from './segment/segment.js';

/** Every family of clients, in the order in which they are asked for a path that they share. */
export const families: readonly ClientFamily[] = [segment, openpanel, mixpanel];
