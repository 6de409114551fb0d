import { createInstance } from '@amplitude/analytics-node';
import { end, endpoint, events, run } from './ending.mjs';

const client = createInstance();
client.init('bench', { serverUrl: `${endpoint}/2/httpapi` });
for (const event of events) client.track(event, { run }, { user_id: 'the-user' });
await end(() => client.flush().promise);
