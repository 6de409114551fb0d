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
      properties: { ...labelled('track'), pages: 3, columns: ['a', 'b'], context: library },
    },
    {
      ...{ event: '$identify', ...ofUser, anonymous_id: anonymous },
      properties: { $set: { ...labelled('identify'), plan: 'pro' } },
    },
    {
      ...{ event: '$create_alias', ...ofUser, anonymous_id: `${client.name}-old-user` },
      properties: { context: { app: labelled('alias') } },
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

/** By program. */
export const expectations: Readonly<Record<string, Program>> = {
  jitsu,
  rudderstack: segment,
  segment,
};

/** What a program is told if its key is unknown, by program. Absent: nothing. */
export const reasonsOfUnknownKey: Readonly<Record<string, RegExp>> = {
  jitsu: /401 - Unauthorized/,
  rudderstack: /Unauthorized|status code 401/,
  segment: /401/,
};
