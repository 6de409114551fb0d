import { defaultLimits } from '@sonde/protocol';
import type { QuarantinedEvent } from '@sonde/store';
import { expect, test } from 'vitest';
import { noCatalogs } from '../ingest/judge-event.js';
import { createRetry } from './retry-event.js';

const options = {
  limits: defaultLimits,
  findJudgement: async () => ({ policy: 'quarantine' as const, catalogs: noCatalogs }),
};

const quarantined = (more: Partial<QuarantinedEvent>): QuarantinedEvent => ({
  ...{ project: 'default', index: 3, insert_id: null, code: 'event_undeclared', field: null },
  ...{ message: 'm', received_at: 1_779_000_000_000, body: {} },
  ...more,
});

test('an event without an insert id gets the same one each time, whatever its reason', async () => {
  const body = { event: 'x', properties: { a: 1 } };
  const ids = [];
  for (const code of ['event_undeclared', 'event_property_undeclared'] as const) {
    const after = await createRetry(options)(quarantined({ body, code }));
    if ('events' in after) ids.push(...after.events.map(({ insert_id }) => insert_id));
  }
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  const other = await createRetry(options)(quarantined({ body: { event: 'y' } }));
  expect('events' in other && other.events[0]?.insert_id).not.toBe(ids[0]);
});

test('objects are valid only in an event for which they were valid when it arrived', async () => {
  const body = { event: 'x', properties: { a: { b: 1 } } };
  expect(await createRetry(options)(quarantined({ body }))).toHaveProperty('events');
  expect(
    await createRetry(options)(quarantined({ body, code: 'event_property_value_invalid' })),
  ).toMatchObject({ code: 'event_property_value_invalid' });
  expect(
    await createRetry(options)(
      quarantined({ body: { ...body, client: 'segment' }, code: 'event_property_value_invalid' }),
    ),
  ).toHaveProperty('events');
});

test('a body of vendors’ clients is translated by its family, or stays', async () => {
  const body = { client: 'vendor', path: '/v1', content: { names: ['a', 'b'] } };
  const problem = quarantined({ body, code: 'body_wrong_shape' });
  expect(await createRetry(options)(problem)).toMatchObject({ code: 'body_wrong_shape' });
  const translations = new Map([
    ['vendor', () => ['a', 'b'].map((event) => ({ event, properties: {} }))],
  ]);
  const after = await createRetry({ ...options, translations })(problem);
  const events = 'events' in after ? after.events : [];
  expect(events.map(({ event }) => event)).toEqual(['a', 'b']);
  expect(new Set(events.map(({ insert_id }) => insert_id)).size).toBe(2);
});

test('a body that its family can read now gives all of its events', async () => {
  const batch = ['a', 'b'].map((event) => ({ type: 'track', event, userId: 'u' }));
  const bodies = [
    { client: 'segment', path: '/v1/batch', content: { text: JSON.stringify({ batch }) } },
    { client: 'matomo', path: '/matomo.php', content: { query: 'rec=1&e_c=a&e_a=b&uid=u' } },
  ];
  const counts = await Promise.all(
    bodies.map(async (body) => {
      const after = await createRetry(options)(
        quarantined({ body, insert_id: 'row', code: 'body_not_json' }),
      );
      return 'events' in after ? after.events.map(({ insert_id }) => insert_id) : after;
    }),
  );
  expect(counts).toEqual([['row', 'row-1'], ['row']]);
  const mixed = { text: JSON.stringify({ batch: [...batch, 1] }) };
  const body = { client: 'segment', path: '/v1/batch', content: mixed };
  expect(await createRetry(options)(quarantined({ body }))).toMatchObject({
    code: 'event_undeclared',
  });
});
