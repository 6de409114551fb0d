import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { end, endpoint, events, run } from './ending.mjs';

const client = new RudderAnalytics('bench', { dataPlaneUrl: endpoint, logLevel: 'error' });
for (const event of events) client.track({ userId: 'user', event, properties: { run } });
await end(() => client.flush());
