import { Analytics } from '@segment/analytics-node';
import { end, endpoint, events, run } from './ending.mjs';

const analytics = new Analytics({ writeKey: 'bench', host: endpoint });
for (const event of events) analytics.track({ userId: 'user', event, properties: { run } });
await end(() => analytics.closeAndFlush());
