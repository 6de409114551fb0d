import { expect, test } from 'vitest';
import type { FlowDeclaration } from './catalog-json.js';
import { explainCatalog } from './catalog-schema.js';

const milestone = (name: string) => ({ name, step: null, on_path: true, properties: {} });

function catalog(...flows: Partial<FlowDeclaration>[]) {
  return {
    format: 1,
    tool: 'orbit',
    consent_version: 1,
    invocation_properties: {},
    events: [],
    flows: flows.map((flow) => ({
      name: 'create',
      title: 'Create',
      event_prefix: 'Create',
      steps: ['name', 'plan'],
      reasons: [],
      milestones: [milestone('Accepted Terms')],
      properties: {},
      started: {},
      completed: {},
      aborted: {},
      failed: {},
      ...flow,
    })),
  };
}

test('a catalog without repeated names is valid', () => {
  expect(explainCatalog(catalog({}, { name: 'other' }))).toBeUndefined();
});

test.each([
  ['a flow', catalog({}, {}), '/flows'],
  ['a step', catalog({ steps: ['name', 'plan', 'name'] }), '/flows/0/steps'],
  ['a milestone', catalog({ milestones: [milestone('A'), milestone('A')] }), '/flows/0/milestones'],
])('a catalog that repeats %s is refused', (_, value, where) => {
  expect(explainCatalog(value)).toBe(`${where} must not repeat a name`);
});
