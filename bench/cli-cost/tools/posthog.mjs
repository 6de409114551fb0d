import { PostHog } from 'posthog-node';
import { end, endpoint, events, run } from './ending.mjs';

const client = new PostHog('bench', { host: endpoint });
for (const event of events) client.capture({ distinctId: 'user', event, properties: { run } });
await end(() => client.shutdown());
