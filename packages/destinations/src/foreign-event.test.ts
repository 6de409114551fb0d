import type { Properties, WireEvent } from '@sonde/protocol';
import { describe, expect, test } from 'vitest';
import type { DestinationType } from './destination.js';
import { foreignEncoderOf } from './foreign-event.js';
import { segmentFormat } from './segment-format.js';
import type { BatchContext } from './wire-format.js';

const context: BatchContext = {
  ...{ key: 'k', library: 'sonde-collector/1.2.3', tool: '', sentAt: '2026-01-01T00:00:00.000Z' },
  meta: { library: 'sonde-collector/1.2.3', catalog_hash: '' },
};
const library = { name: 'sonde-collector', version: '1.2.3' };

/** An event as the store has it, for a destination. */
function encode(
  type: Exclude<DestinationType, 'sonde'>,
  event: string,
  properties: Properties = {},
  ids: Partial<WireEvent> = { user_id: 'u', distinct_id: 'u' },
) {
  const stored = { event, properties, insert_id: 'i', timestamp: '2026-01-01T00:00:00.001Z' };
  const encoded = foreignEncoderOf(type)?.({ ...stored, invocation_id: 'i', ...ids }, context);
  return JSON.parse(JSON.stringify(encoded));
}

const both = { user_id: 'u', anonymous_id: 'before', distinct_id: 'u' };
const anonymous = { anonymous_id: 'a', distinct_id: 'a' };
const common = { messageId: 'i', timestamp: '2026-01-01T00:00:00.001Z', context: { library } };
const changes = { $set: { plan: 'pro' }, $set_once: { first: 'docs' } };

describe('a change of a person', () => {
  test('becomes an identify of Segment with its traits', () => {
    const identify = { ...common, type: 'identify', traits: { plan: 'pro' } };
    const set = { $set: { plan: 'pro' } };
    expect(encode('segment', '$identify', set)).toEqual({ ...identify, userId: 'u' });
    // A profile of Mixpanel's, whose id is not known to be a user's.
    expect(encode('segment', '$set', set, anonymous)).toEqual({ ...identify, anonymousId: 'a' });
    const traits = { plan: 'pro', first: 'docs' };
    expect(encode('segment', '$identify', changes).traits).toEqual(traits);
    expect(encode('segment', 'Ordered', { a: 1, $set: { plan: 'pro' } })).toEqual({
      ...common,
      ...{ type: 'track', event: 'Ordered', userId: 'u', properties: { a: 1 } },
      context: { library, traits: { plan: 'pro' } },
    });
  });

  test("becomes PostHog's, with a profile", () => {
    const message = encode('posthog', '$identify', changes, both);
    expect(message).toMatchObject({ event: '$identify', distinct_id: 'u' });
    expect(message.properties).toMatchObject({ ...changes, $anon_distinct_id: 'before' });
    const set = encode('posthog', '$set', { $set: { plan: 'pro' } }, anonymous);
    expect(set).toMatchObject({ event: '$set', distinct_id: 'a' });
    expect(set.properties.$set).toEqual({ plan: 'pro' });
    expect(set.properties).not.toHaveProperty('$process_person_profile');
    expect(encode('posthog', '$identify', changes, anonymous).event).toBe('$set');
  });

  test("becomes Amplitude's operations", () => {
    expect(encode('amplitude', '$identify', changes)).toMatchObject({
      ...{ event_type: '$identify', user_id: 'u' },
      user_properties: { $set: { plan: 'pro' }, $setOnce: { first: 'docs' } },
    });
    const others = { $add: { runs: 1 }, $unset: ['plan'], $pre_insert: { tags: 'x' } };
    expect(encode('amplitude', '$set', others, anonymous)).toMatchObject({
      ...{ event_type: '$identify', device_id: 'a' },
      user_properties: { $add: { runs: 1 }, $unset: { plan: '-' }, $preInsert: { tags: 'x' } },
    });
  });

  test('that a destination does not know stays among the properties', () => {
    const add = { $add: { runs: 1 } };
    expect(encode('segment', '$set', add)).toMatchObject({ type: 'track', properties: add });
  });
});

test.each(['$create_alias', '$merge'])('%s joins the two ids', (name) => {
  expect(encode('segment', name, { alias: 'u' }, both)).toEqual({
    ...common,
    ...{ type: 'alias', userId: 'u', previousId: 'before' },
  });
  const posthog = encode('posthog', name, { alias: 'u' }, both);
  expect(posthog).toMatchObject({ event: '$create_alias', distinct_id: 'u' });
  expect(posthog.properties).toMatchObject({ distinct_id: 'u', alias: 'before' });
  expect(encode('amplitude', name, { alias: 'u' }, both)).toMatchObject({
    ...{ event_type: '$identify', user_id: 'u', device_id: 'before', user_properties: {} },
  });
});

describe('a group', () => {
  const group = { $group_type: 'company', $group_key: 'g1', $group_set: { seats: 7 } };

  test('has its key and traits', () => {
    expect(encode('segment', '$groupidentify', group)).toEqual({
      ...common,
      ...{ type: 'group', userId: 'u', groupId: 'g1', traits: { seats: 7 } },
    });
    const posthog = encode('posthog', '$groupidentify', group);
    expect(posthog).toMatchObject({ event: '$groupidentify', properties: group });
    const ofNobody = encode('posthog', '$groupidentify', group, anonymous).properties;
    expect(ofNobody).not.toHaveProperty('$process_person_profile');
    const amplitude = encode('amplitude', '$groupidentify', group);
    expect(amplitude).toMatchObject({
      ...{ event_type: '$groupidentify', groups: { company: 'g1' } },
      group_properties: { $set: { seats: 7 } },
    });
    expect(amplitude).not.toHaveProperty('event_properties');
  });

  test('without a person has an id, which destinations require', () => {
    const ids = { distinct_id: '' };
    expect(encode('segment', '$groupidentify', group, ids).anonymousId).toBe('$company_g1');
    expect(encode('posthog', '$groupidentify', group, ids).distinct_id).toBe('$company_g1');
    expect(encode('amplitude', '$groupidentify', group, ids).device_id).toBe('$company_g1');
  });

  test("that Amplitude's client puts a person into is a group of Segment's", () => {
    const joins = { $groups: { company: 'g1' }, $group_type: 'company', $group_key: 'g1' };
    const segment = encode('segment', '$identify', joins);
    expect(segment).toMatchObject({ type: 'group', userId: 'u', groupId: 'g1' });
    const posthog = encode('posthog', '$identify', joins);
    expect(posthog).toMatchObject({ event: '$identify', properties: { $groups: joins.$groups } });
    const amplitude = encode('amplitude', '$identify', joins);
    expect(amplitude).toMatchObject({ event_type: '$identify', groups: { company: 'g1' } });
  });
});

test('a view of a page or a screen has its name', () => {
  const view = { name: 'Home', url: 'https://example.com/' };
  const page = { ...common, userId: 'u', name: 'Home', properties: { url: view.url } };
  expect(encode('segment', '$pageview', view)).toEqual({ ...page, type: 'page' });
  expect(encode('segment', '$screen', view)).toEqual({ ...page, type: 'screen' });
  expect(encode('posthog', '$pageview', view).properties.$current_url).toBe(view.url);
  expect(encode('posthog', '$screen', view).properties.$screen_name).toBe('Home');
});

test("the client's context is Segment's, under our own", () => {
  const $context = { library: { name: 'theirs' }, app: { build: '7' }, page: { path: '/' } };
  const message = encode('segment', 'Ordered', { a: 1, version: '2.0.0', $context });
  expect(message.context).toEqual({
    library,
    app: { build: '7', version: '2.0.0' },
    page: { path: '/' },
  });
  expect(message.properties).toEqual({ a: 1, version: '2.0.0' });
});

test('an event with only a user has no anonymous id', () => {
  expect(encode('segment', 'Ordered', { a: 1 })).toEqual({
    ...common,
    ...{ type: 'track', event: 'Ordered', userId: 'u', properties: { a: 1 } },
  });
  expect(encode('posthog', '$identify').properties).not.toHaveProperty('$anon_distinct_id');
  expect(encode('amplitude', 'Ordered')).not.toHaveProperty('device_id');
  const profile = '$process_person_profile';
  expect(encode('posthog', 'Ordered').properties).not.toHaveProperty(profile);
  expect(encode('posthog', 'Ordered', {}, anonymous).properties).toHaveProperty(profile, false);
});

test("what PostHog's client says is kept", () => {
  const said = { $os: 'Mac OS X', $groups: { company: 'g1' }, $process_person_profile: true };
  expect(encode('posthog', 'Ordered', said, anonymous).properties).toMatchObject(said);
});

test('a sign-in of the SDK is sent as the SDK sends it', () => {
  const event: WireEvent = { ...both, event: '$identify', insert_id: 'i', sequence: 1 };
  const ofTool = { ...context, tool: 'orbit' };
  const properties = { version: '1.0.0', operating_system: 'linux' };
  const sent = (more: Partial<BatchContext>) =>
    JSON.parse(segmentFormat.encode([{ ...event, properties }], { ...ofTool, ...more }).body).batch;
  const encodeEvent = foreignEncoderOf('segment');
  expect(sent({ ...(encodeEvent && { encodeEvent }) })).toEqual(sent({}));
});
