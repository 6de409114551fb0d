import { expect, it } from 'vitest';
import { readOverAll } from './all-shards.js';

it.each([
  [
    'SELECT * FROM sonde.events, sonde.invocations',
    'SELECT * FROM sonde.all_events, sonde.all_invocations',
  ],
  [
    'SELECT sonde.events.day FROM system.parts',
    'SELECT sonde.all_events.day FROM sonde.all_system_parts',
  ],
  [
    'SELECT * FROM sonde.catalogs, sonde.events_by_invocation',
    'SELECT * FROM sonde.catalogs, sonde.events_by_invocation',
  ],
  [
    "SELECT 'sonde.events', '\\'sonde.events\\\\' FROM sonde.flow_parts",
    "SELECT 'sonde.events', '\\'sonde.events\\\\' FROM sonde.all_flow_parts",
  ],
])('reads all shards in %s', (query, expected) => {
  expect(readOverAll(query)).toBe(expected);
});
