import { amplitude } from './amplitude/amplitude.js';
import type { ClientFamily } from './client-family.js';
import { countly } from './countly/countly.js';
import { matomo } from './matomo/matomo.js';
import { mixpanel } from './mixpanel/mixpanel.js';
import { openpanel } from './openpanel/openpanel.js';
import { posthog } from './posthog/posthog.js';
import { segment } from './segment/segment.js';
import { snowplow } from './snowplow/snowplow.js';
import { umami } from './umami/umami.js';

/**
 * Every family of clients, in the order in which they are asked for a path that they share. The
 * first of a path also refuses the requests whose body could not be read.
 */
export const families: readonly ClientFamily[] = [
  segment,
  amplitude,
  posthog,
  openpanel,
  mixpanel,
  umami,
  matomo,
  snowplow,
  countly,
];
