import { expect } from 'vitest';
import type { Client } from './clients.js';

/** What is expected of an event in the export, besides other fields. */
export interface ExpectedEvent {
  event: string;
  [field: string]: unknown;
}

/** The events of each kind that a client's program sends, as the export holds them. */
export function expectEvents(client: Client, time: string): readonly ExpectedEvent[] {
  const events = expectations[client.family.program];
  if (events === undefined) throw new Error(`no events are expected of ${client.name}`);
  return events({
    client,
    time,
    user: `${client.name}-user`,
    anonymous: `${client.name}-anonymous`,
    labelled: (name) => ({ label: `${client.name}-${name}` }),
  });
}

interface Sent {
  client: Client;
  time: string;
  user: string;
  anonymous: string;
  /** The property by which an event is known. */
  labelled: (name: string) => { label: string };
}

type Program = (sent: Sent) => ExpectedEvent[];

const anId = expect.stringMatching(/^\S{16,}$/);

const segment: Program = ({ client, time, user, anonymous, labelled }) => {
  const ofUser = { distinct_id: user, user_id: user, insert_id: anId, timestamp: time };
  const library = { library: { version: expect.any(String) } };
  return [
    {
      ...{ event: 'Report Opened', insert_id: anId, timestamp: time },
      ...{ distinct_id: anonymous, anonymous_id: anonymous, user_id: null },
      properties: { ...labelled('track'), pages: 3, columns: ['a', 'b'], $context: library },
    },
    {
      ...{ event: '$identify', ...ofUser, anonymous_id: anonymous },
      properties: { $set: { ...labelled('identify'), plan: 'pro' } },
    },
    {
      ...{ event: '$create_alias', ...ofUser, anonymous_id: `${client.name}-old-user` },
      properties: { $context: { app: labelled('alias') } },
    },
    {
      ...{ event: '$groupidentify', ...ofUser },
      properties: { $group_key: 'acme', $group_set: { ...labelled('group'), seats: 5 } },
    },
    { event: '$pageview', ...ofUser, properties: { ...labelled('page'), name: 'Home' } },
    { event: '$screen', ...ofUser, properties: { ...labelled('screen'), name: 'Start' } },
  ];
};

const jitsu: Program = ({ user, labelled }) => {
  const common = { insert_id: anId, timestamp: expect.any(String), anonymous_id: anId };
  const ofUser = { ...common, user_id: user, distinct_id: user };
  return [
    {
      ...{ event: 'Report Opened', ...common, user_id: null },
      properties: { ...labelled('track'), pages: 3, columns: ['a', 'b'] },
    },
    {
      ...{ event: '$identify', ...ofUser },
      properties: { $set: { ...labelled('identify'), plan: 'pro' } },
    },
    {
      ...{ event: '$groupidentify', ...ofUser },
      properties: { $group_key: 'acme', $group_set: { ...labelled('group'), seats: 5 } },
    },
    { event: '$pageview', ...ofUser, properties: { ...labelled('page'), name: 'Home' } },
    { event: 'Report Closed', ...ofUser, properties: labelled('after') },
  ];
};

const amplitude: Program = ({ time, user, anonymous, labelled }) => {
  const common = { insert_id: anId, timestamp: time };
  const ofUser = { ...common, user_id: user, distinct_id: user };
  const group = { $group_type: 'company', $group_key: 'acme' };
  return [
    {
      ...{ event: 'Report Opened', ...common },
      ...{ distinct_id: anonymous, anonymous_id: anonymous, user_id: null },
      properties: { ...labelled('track'), pages: 3, columns: ['a', 'b'] },
    },
    {
      ...{ event: '$identify', ...ofUser, anonymous_id: anonymous },
      properties: { $set: { ...labelled('identify'), plan: 'pro' } },
    },
    { event: '$identify', ...ofUser, properties: { $groups: { company: 'acme' }, ...group } },
    {
      ...{ event: '$groupidentify', ...ofUser },
      properties: { ...group, $group_set: { ...labelled('group'), seats: 5 } },
    },
    {
      ...{ event: 'revenue_amount', ...ofUser },
      properties: { ...labelled('revenue'), $price: 9.5, $quantity: 2, $productId: 'seat' },
    },
  ];
};

const posthog: Program = ({ client, time, user, anonymous, labelled }) => {
  const common = { insert_id: anId, timestamp: expect.any(String) };
  const library = { $lib: 'posthog-node', $lib_version: client.version };
  const group = { $group_type: 'company', $group_key: 'acme' };
  return [
    {
      ...{ event: 'Report Opened', ...common, timestamp: time, distinct_id: anonymous },
      properties: {
        ...{ ...labelled('track'), ...library, pages: 3, columns: ['a', 'b'] },
        ...{ $set: { plan: 'pro' }, $groups: { company: 'acme' } },
      },
    },
    {
      ...{ event: '$identify', ...common, distinct_id: user, user_id: user },
      properties: { $set: { ...labelled('identify'), plan: 'pro' } },
    },
    {
      ...{ event: '$create_alias', ...common, distinct_id: user },
      ...{ user_id: user, anonymous_id: anonymous },
    },
    {
      ...{ event: '$groupidentify', ...common, user_id: null, anonymous_id: null },
      properties: { ...group, $group_set: { ...labelled('group'), seats: 5 } },
    },
    { event: 'Counted', ...common, distinct_id: user, properties: labelled('after') },
  ];
};

const mixpanel: Program = ({ client, time, user, anonymous, labelled }) => {
  const library = { $lib: 'node', $lib_version: client.version };
  const batched = { event: 'Batched', distinct_id: user };
  const text = '~~~???>>>';
  return [
    {
      ...{ event: 'Report Opened', distinct_id: anonymous, anonymous_id: anonymous },
      ...{ insert_id: `${client.name}-id`, timestamp: time },
      properties: { ...labelled('track'), ...library, pages: 3, columns: ['a', 'b'] },
    },
    {
      ...{ event: 'Report Closed', distinct_id: user, insert_id: anId },
      timestamp: expect.any(String),
      properties: { ...labelled('untimed'), ...library },
    },
    { event: '$create_alias', user_id: user, anonymous_id: anonymous },
    {
      ...{ event: '$set', distinct_id: user },
      properties: { $set: { ...labelled('people'), plan: 'pro' } },
    },
    {
      ...{ event: '$groupidentify', user_id: null, anonymous_id: null },
      properties: {
        ...{ $group_type: 'company', $group_key: 'acme' },
        $group_set: { ...labelled('group'), seats: 5 },
      },
    },
    {
      ...{ event: 'Report Printed', distinct_id: user, timestamp: time },
      properties: labelled('import'),
    },
    { ...batched, properties: { ...labelled('batch-1'), text } },
    { ...batched, properties: { ...labelled('batch-2'), text } },
  ];
};

const openpanel: Program = ({ client, user, labelled }) => {
  const common = { insert_id: anId, user_id: user, distinct_id: user };
  const hasGroups = client.version !== '1.1.0';
  const groups: ExpectedEvent[] = [
    {
      ...{ event: '$groupidentify', user_id: null, anonymous_id: null },
      properties: {
        ...{ $group_type: 'company', $group_key: 'acme' },
        $group_set: { ...labelled('group'), name: 'Acme', seats: 5 },
      },
    },
    { event: '$set', ...common, properties: { $groups: ['acme'] } },
  ];
  return [
    {
      ...{ event: 'Report Opened', ...common },
      properties: { ...labelled('track'), pages: 3, columns: ['a', 'b'] },
    },
    {
      ...{ event: '$identify', ...common },
      properties: { $set: { ...labelled('identify'), firstName: 'Ada', plan: 'pro' } },
    },
    { event: '$set', ...common, properties: { $add: { opened: 2 } } },
    { event: '$set', ...common, properties: { $add: { left: -1 } } },
    { event: 'revenue', properties: { ...labelled('revenue'), $revenue: 950 } },
    ...(hasGroups ? groups : []),
  ];
};

const snowplow: Program = ({ client, time, user, labelled }) => {
  const common = { insert_id: anId, timestamp: expect.any(String), distinct_id: user };
  const ofUser = { ...common, user_id: user };
  const context = { tracker: { tv: `node-${client.version}`, tna: 'e2e' } };
  return [
    {
      ...{ event: 'report_opened', ...ofUser, timestamp: time },
      properties: {
        ...{ ...labelled('self-describing'), pages: 3, columns: ['a', 'b'] },
        $context: { ...context, account: { plan: 'pro' } },
      },
    },
    {
      ...{ event: 'Report Closed', ...ofUser },
      properties: {
        ...{ $label: `${client.name}-struct`, $category: 'reports', $property: 'size', $value: 3 },
        $context: context,
      },
    },
    {
      ...{ event: '$pageview', ...ofUser },
      properties: { $url: `https://example.org/${client.name}-page`, $title: 'Home' },
    },
    {
      ...{ event: 'screen_view', ...ofUser },
      properties: { name: 'Start', id: `${client.name}-screen` },
    },
  ];
};

const countly: Program = ({ client, user, anonymous, labelled }) => {
  const common = { insert_id: anId, timestamp: expect.any(String) };
  const ofDevice = { ...common, distinct_id: anonymous, anonymous_id: anonymous, user_id: null };
  return [
    {
      ...{ event: 'Report Opened', ...ofDevice },
      properties: { ...labelled('event'), pages: 3, $count: 1 },
    },
    { event: '$session_begin', ...ofDevice, properties: { version: '0.0' } },
    { event: '$set', ...ofDevice, properties: { $set: { name: 'Ada', plan: 'pro' } } },
    { event: '[CLY]_view', ...ofDevice, properties: { name: `${client.name}-view` } },
    {
      ...{ event: '$create_alias', ...common, distinct_id: user },
      ...{ user_id: user, anonymous_id: anonymous },
    },
    // The id of a device is never known to be a user's.
    {
      ...{ event: 'Report Closed', ...common, distinct_id: user, anonymous_id: user },
      properties: labelled('after'),
    },
  ];
};

const umami: Program = ({ client, user, labelled }) => {
  const common = { insert_id: anId, timestamp: expect.any(String) };
  // The client says nothing of who it is.
  const ofNobody = { ...common, user_id: null, anonymous_id: null };
  return [
    { event: 'Report Opened', ...ofNobody, properties: { ...labelled('track'), pages: 3 } },
    {
      ...{ event: '$pageview', ...ofNobody },
      properties: { url: `/${client.name}-page`, title: 'Home', hostname: 'example.org' },
    },
    {
      ...{ event: '$identify', ...common, user_id: user, distinct_id: user },
      properties: { $set: { ...labelled('identify'), plan: 'pro' } },
    },
  ];
};

const matomo: Program = ({ client, time, user }) => {
  const common = { insert_id: anId, timestamp: time, anonymous_id: '0123456789abcdef' };
  const ofUser = { ...common, user_id: user, distinct_id: user };
  const opened = { event: 'Report Opened', ...ofUser };
  const properties = { $category: 'reports', $url: 'https://example.org/app' };
  return [
    { ...opened, properties: { ...properties, $name: `${client.name}-one` } },
    { ...opened, properties: { ...properties, $name: `${client.name}-two` } },
    {
      ...{ event: '$pageview', ...ofUser },
      properties: { $name: `${client.name}-page`, $url: 'https://example.org/' },
    },
  ];
};

/** By program. */
const expectations: Readonly<Record<string, Program>> = {
  amplitude,
  countly,
  jitsu,
  matomo,
  mixpanel,
  openpanel,
  posthog,
  rudderstack: segment,
  segment,
  snowplow,
  umami,
};

/** How a client reports an unknown key; undefined if it reports nothing, or does not name the events. */
export function reasonOfUnknownKey({ name, family }: Client): RegExp | undefined {
  return /^(posthog-[45]|countly-24)$/.test(name) ? undefined : reasons[family.program];
}

const reasons: Readonly<Record<string, RegExp>> = {
  amplitude: /Invalid API key/,
  jitsu: /401 - Unauthorized/,
  matomo: /401/,
  mixpanel: /Server Error: 0/,
  openpanel: /null/,
  posthog: /401/,
  rudderstack: /Unauthorized|status code 401/,
  segment: /401/,
  snowplow: /401|Unauthorized/,
  umami: /401/,
};
