import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
const keylessSource = { project: 'nightly', header: undefined, projects: new Map() };
beforeAll(() => server.open({ keylessSource }));
afterAll(() => server.close());

test.each([
  ['a key', server.key, 'orbit'],
  ['the name of an app', 'my-app', 'nightly'],
  ['missing', undefined, 'nightly'],
])('aid is %s', async (eid, aid, project) => {
  const event = { e: 'se', se_ca: 'cat', se_ac: 'act', eid, aid };
  const answer = await server.send('POST', '/com.snowplowanalytics.snowplow/tp2', {
    body: { data: [event] },
  });
  expect(answer.status).toBe(200);
  const stored = (await server.events(project)).filter(({ insert_id }) => insert_id === eid);
  expect(stored).toHaveLength(1);
});
