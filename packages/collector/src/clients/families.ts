import type { ClientFamily } from './client-family.js';
import { segment } from './segment/segment.js';

/** Every family of clients, in the order in which they are asked for a path that they share. */
export const families: readonly ClientFamily[] = [segment];
