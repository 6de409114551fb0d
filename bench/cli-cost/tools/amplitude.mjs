import { createInstance } from '@amplitude/analytics-node';
import { end, endpoint, events, run } from './ending.mjs';

const client = createInstance();
// Events tracked earlier are dropped: the client has no destination yet.
await client.init('bench', { serverUrl: `${endpoint}/2/httpapi` }).promise;
for (const event of events) client.track(event, { run }, { user_id: 'the-user' });
await end(() => client.flush().promise);
