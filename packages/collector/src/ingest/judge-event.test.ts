import type { CatalogJson, Properties } from '@sonde/protocol';
import type { StoredEvent } from '@sonde/store';
import { expect, test } from 'vitest';
import { compileCatalog } from './compiled-catalog.js';
import { EventFault } from './event-fault.js';
import { type EventCatalogs, judgeEvent, noCatalogs } from './judge-event.js';

const catalog: CatalogJson = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: { site: { type: 'slug', pattern: '^(?:site_[a-z0-9]{1,8})$' } },
  events: [
    {
      name: 'Cache Cleared',
      properties: {
        scope: { type: 'enum', values: ['all', 'project'] },
        entries: { type: 'integer', min: 0, max: 10 },
        dry: { type: 'boolean' },
        took: { type: 'duration' },
        from: { type: 'version' },
      },
    },
  ],
  flows: [
    {
      name: 'deploy',
      title: 'Deploy',
      event_prefix: 'Deploy',
      steps: ['build', 'upload'],
      reasons: ['quota'],
      milestones: [{ name: 'Accepted', step: 'build', on_path: true, properties: {} }],
      properties: { plan: { type: 'enum', values: ['free', 'pro'] } },
      started: { region: { type: 'enum', values: ['eu'] } },
      completed: {},
      aborted: {},
      failed: {},
    },
  ],
  commands: [{ name: 'orbit theme', arguments: { theme: { type: 'enum', values: ['dark'] } } }],
};

const only = (...catalogs: CatalogJson[]): EventCatalogs => ({
  first: catalogs.map(compileCatalog),
  others: () => [],
});

function createEvent(event: string, properties: Properties): StoredEvent {
  return { event, properties, undeclared: '' } as StoredEvent;
}

function judge(
  event: string,
  properties: Properties,
  catalogs = only(catalog),
  policy: 'accept' | 'quarantine' = 'accept',
) {
  const judged = judgeEvent(createEvent(event, properties), { policy, catalogs });
  if (judged instanceof EventFault) return { code: judged.code, field: judged.field };
  return { undeclared: judged.undeclared, properties: judged.properties };
}

const outcomes = { succeeded: true, exit_code: 0, user_cancelled: false, vanished: true };

test.each<[string, Properties]>([
  ['Cache Cleared', { scope: 'all', entries: 10, dry: true, took: 1.5, from: '1.2.3' }],
  ['Cache Cleared', { scope: 'other', from: 'main', site: 'site_a1', version: '1.0.0' }],
  ['Cache Cleared', { scope: null, $lib: 'x', is_ci: false, ci_name: null }],
  ['Deploy Started', { plan: 'pro', region: 'eu', triggered_from: 'x', parent_flow_run_id: 'y' }],
  ['Deploy Accepted', { plan: 'pro' }],
  ['Deploy Aborted', { plan: 'pro', step: null, reason: 'quota' }],
  ['Deploy Aborted', { step: 'upload', reason: 'abandoned' }],
  ['Deploy Failed', { step: 'build', duration_ms: 12, error_class: 'E' }],
  ['Command Invoked', { command: 'orbit theme', theme: 'dark', flags: ['x'] }],
  ['Command Completed', outcomes],
  ['Command Rejected', { kind: 'unknown_flag', nearest: 'none' }],
  ['$identify', { anything: { at: 'all' } }],
])('%s with %j is declared', (event, properties) => {
  expect(judge(event, properties, only(catalog), 'quarantine')).toEqual({
    undeclared: '',
    properties,
  });
});

test.each<[string, Properties, string, string]>([
  ['Cache Emptied', {}, 'event_undeclared', 'event'],
  ['Deploy Declined', {}, 'event_undeclared', 'event'],
  ['Cache Cleared', { colour: 'red' }, 'event_property_undeclared', 'properties.colour'],
  ['Deploy Accepted', { region: 'eu' }, 'event_property_undeclared', 'properties.region'],
  ['Command Invoked', { kind: 'what' }, 'event_property_value_undeclared', 'properties.kind'],
  ['Cache Cleared', { scope: 'none' }, 'event_property_value_undeclared', 'properties.scope'],
  ['Cache Cleared', { scope: ['all'] }, 'event_property_value_undeclared', 'properties.scope'],
  ['Cache Cleared', { entries: 11 }, 'event_property_value_undeclared', 'properties.entries'],
  ['Cache Cleared', { entries: '1.5' }, 'event_property_value_undeclared', 'properties.entries'],
  ['Cache Cleared', { took: -1 }, 'event_property_value_undeclared', 'properties.took'],
  ['Cache Cleared', { from: 'latest' }, 'event_property_value_undeclared', 'properties.from'],
  ['Cache Cleared', { site: 'site_A' }, 'event_property_value_undeclared', 'properties.site'],
  ['Deploy Aborted', { reason: 'bored' }, 'event_property_value_undeclared', 'properties.reason'],
  ['Deploy Failed', { step: 'plan' }, 'event_property_value_undeclared', 'properties.step'],
  ['Cache Cleared', { is_ci: 'yes' }, 'event_property_type_invalid', 'properties.is_ci'],
])('%s with %j is flagged or quarantined: %s', (event, properties, code, field) => {
  expect(judge(event, properties)).toEqual({ undeclared: code, properties });
  expect(judge(event, properties, only(catalog), 'quarantine')).toEqual({ code, field });
});

test('values of another type are read if they have one meaning', () => {
  const properties = { entries: '7', dry: '0', took: '1.5', is_ci: 1, exit_code: '3' };
  const read = { entries: 7, dry: false, took: 1.5, is_ci: true, exit_code: 3 };
  expect(judge('Cache Cleared', properties)).toEqual({ undeclared: '', properties: read });
  expect(properties.entries).toBe('7');
});

test.each(['succeeded', 'exit_code', 'user_cancelled', 'vanished'])(
  'without a catalog, an unreadable %s is quarantined at the end of a command, and only there',
  (name) => {
    const properties = { is_ci: 'maybe', [name]: 'maybe' };
    const code = 'event_property_type_invalid';
    expect(judge('Command Completed', properties, noCatalogs)).toEqual({
      code,
      field: `properties.${name}`,
    });
    expect(judge('Build Ended', properties, noCatalogs)).toEqual({ undeclared: code, properties });
  },
);

test('a catalog cannot change what the properties of an outcome mean', () => {
  const hostile: CatalogJson = {
    ...catalog,
    commands: [{ name: 'x', arguments: { succeeded: { type: 'enum', values: ['maybe'] } } }],
  };
  expect(judge('Command Completed', { succeeded: 'maybe' }, only(hostile))).toMatchObject({
    code: 'event_property_type_invalid',
  });
});

test('any of several catalogs may declare an event; else the one that has its name judges it', () => {
  const other: CatalogJson = {
    ...catalog,
    events: [{ name: 'Other', properties: { scope: { type: 'enum', values: ['none'] } } }],
  };
  const repaired: CatalogJson = { ...catalog, events: [{ name: 'Cache Emptied', properties: {} }] };
  expect(judge('Other', { scope: 'none' }, only(catalog, other))).toMatchObject({ undeclared: '' });
  expect(judge('Other', { scope: 'all' }, only(catalog, other))).toMatchObject({
    undeclared: 'event_property_value_undeclared',
  });
  const catalogs = { ...only(catalog), others: () => only(other, repaired).first };
  expect(judge('Cache Emptied', {}, catalogs)).toMatchObject({ undeclared: '' });
});

test('a pattern that no engine should try is harmless', () => {
  const patterns = ['^(?:(a+)+)$', '(?=x)', '('];
  const declared = patterns.map((pattern, index) => [`p${index}`, { type: 'slug', pattern }]);
  const hostile = {
    ...catalog,
    invocation_properties: Object.fromEntries(declared),
  } as unknown as CatalogJson;
  const started = performance.now();
  const evil = `${'a'.repeat(63)}!`;
  expect(judge('Cache Cleared', { p0: evil }, only(hostile))).toMatchObject({
    undeclared: 'event_property_value_undeclared',
  });
  expect(judge('Cache Cleared', { p1: 'a', p2: 'a' }, only(hostile))).toMatchObject({
    undeclared: '',
  });
  expect(performance.now() - started).toBeLessThan(1_000);
});
