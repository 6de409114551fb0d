import type { CatalogJson, FlowDeclaration } from '@sonde/protocol';
import { describe, expect, test } from 'vitest';
import { diffCatalogs, renderDiff } from './diff-catalogs.js';

const flow: FlowDeclaration = {
  name: 'deploy',
  title: 'Deploy',
  event_prefix: 'Lantern Deploy',
  steps: ['build', 'upload'],
  reasons: ['quota'],
  milestones: [{ name: 'Accepted Terms', step: 'build', on_path: true, properties: {} }],
  properties: {},
  started: {},
  completed: { plan: { type: 'enum', values: ['free', 'pro'] } },
  aborted: {},
  failed: {},
};
const catalog: CatalogJson = {
  format: 1,
  tool: 'lantern',
  consent_version: 3,
  invocation_properties: { count: { type: 'integer', min: 0, max: 9 } },
  events: [{ name: 'Cleared', properties: { scope: { type: 'slug', pattern: '^(?:[a-z]+)$' } } }],
  flows: [flow],
};
const withFlow = (changes: Partial<FlowDeclaration>): CatalogJson => ({
  ...catalog,
  flows: [{ ...flow, ...changes }],
});
const count = (min: number, max: number): CatalogJson => ({
  ...catalog,
  invocation_properties: { count: { type: 'integer', min, max } },
});

describe('without a higher consent version', () => {
  test.each<[string, CatalogJson, string]>([
    [
      'an event',
      { ...catalog, events: [...catalog.events, { name: 'Opened', properties: {} }] },
      'Opened',
    ],
    [
      'a property',
      { ...catalog, events: [{ name: 'Cleared', properties: { fine: { type: 'boolean' } } }] },
      'Cleared: fine',
    ],
    ['refused arguments', { ...catalog, usage_errors: true }, 'Command Rejected'],
    ['a wider range', count(0, 10), 'every event: count'],
    [
      'an invocation property',
      { ...catalog, invocation_properties: { id: { type: 'version' } } },
      'every event: id',
    ],
    [
      'another pattern',
      {
        ...catalog,
        events: [{ name: 'Cleared', properties: { scope: { type: 'slug', pattern: '^b$' } } }],
      },
      'Cleared: scope',
    ],
    [
      'another type',
      { ...catalog, events: [{ name: 'Cleared', properties: { scope: { type: 'boolean' } } }] },
      'Cleared: scope',
    ],
    ['a step', withFlow({ steps: ['build', 'plan', 'upload'] }), 'flow deploy: step plan'],
    ['a reason', withFlow({ reasons: ['quota', 'bored'] }), 'flow deploy: reason bored'],
    [
      'a milestone',
      withFlow({
        milestones: [
          ...flow.milestones,
          { name: 'Declined Terms', step: null, on_path: false, properties: {} },
        ],
      }),
      'Lantern Deploy Declined Terms',
    ],
    [
      'a value',
      withFlow({ completed: { plan: { type: 'enum', values: ['free', 'pro', 'gold'] } } }),
      'Lantern Deploy Completed: plan',
    ],
    [
      'a property of one event on every event of the flow',
      withFlow({ properties: flow.completed, completed: {} }),
      'Lantern Deploy Started: plan',
    ],
    [
      'runs inside other flows',
      withFlow({ nested: 'report' }),
      'flow deploy: runs inside other flows',
    ],
    [
      'runs over several invocations',
      withFlow({ resume_within_ms: 60_000 }),
      'flow deploy: runs that continue in later invocations',
    ],
    [
      'an argument',
      {
        ...catalog,
        commands: [{ name: 'lantern theme', arguments: { theme: { type: 'boolean' } } }],
      },
      'arguments of lantern theme: theme',
    ],
    ['a flow', { ...catalog, flows: [flow, { ...flow, name: 'other' }] }, 'flow other'],
  ])('%s is refused', (_, later, name) => {
    const diff = diffCatalogs(catalog, later);
    expect(diff.verdict).toBe('consent_version_not_raised');
    expect(diff.changes).toContainEqual(
      expect.objectContaining({ name, effect: expect.stringMatching(/added|widened/) }),
    );
    expect(diffCatalogs(catalog, { ...later, consent_version: 4 }).verdict).toBe('allowed');
  });

  test.each<[string, CatalogJson]>([
    ['nothing', structuredClone(catalog)],
    ['less', { ...catalog, events: [], flows: [], invocation_properties: {} }],
    ['a narrower range', count(1, 9)],
    ['fewer values', withFlow({ completed: { plan: { type: 'enum', values: ['pro'] } } })],
    ['another order of steps', withFlow({ steps: ['upload', 'build'] })],
    ['a name for a kind of error', { ...catalog, error_classes: [{ name: 'QuotaError' }] }],
    ['other words', withFlow({ title: 'Deploy a site', description: 'Why.' })],
    [
      'a property of every event of a flow on one event',
      withFlow({ properties: {}, completed: flow.completed }),
    ],
  ])('%s is allowed', (_, later) => {
    expect(diffCatalogs(catalog, later).verdict).toBe('allowed');
  });

  test('a lower consent version is refused, whatever else changed', () => {
    expect(diffCatalogs(catalog, { ...catalog, consent_version: 2 }).verdict).toBe(
      'consent_version_lowered',
    );
  });
});

test('a difference has one line per change, with the values', () => {
  const later = {
    ...withFlow({ completed: { plan: { type: 'enum', values: ['free'] } } }),
    events: [],
  };
  expect(renderDiff(diffCatalogs(catalog, later))).toBe(
    [
      '- narrowed property Lantern Deploy Completed: plan (`free`, `pro` → `free`)',
      '- removed event Cleared',
      '- removed property Cleared: scope (an identifier matching `^(?:[a-z]+)$`, at most 64 characters)',
      'Consent version 3 → 3.',
      '',
    ].join('\n'),
  );
});
