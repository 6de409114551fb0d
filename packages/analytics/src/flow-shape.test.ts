import type { FlowDeclaration } from '@sonde/protocol';
import { expect, it } from 'vitest';
import { type DeclaredFlows, eventRole, flowShapes, milestoneName } from './flow-shape.js';
import { generatedFlows } from './testing.js';

const [create] = generatedFlows as readonly [FlowDeclaration];
const catalog = (flows: FlowDeclaration[], more: Partial<DeclaredFlows> = {}): DeclaredFlows => ({
  ...{ tool: 'orbit', age: 'now', versions: ['2.0.0'], flows },
  ...more,
});

it('names the tools of a flow; the first of several tools decides', () => {
  const other = { ...create, title: 'Something else' };
  const shapes = flowShapes(
    [catalog([create]), catalog([other], { tool: 'lantern' })],
    [{ flow: 'seen_only', event: 'Seen Started' }],
  );
  expect([...shapes.values()]).toMatchObject([
    {
      ...{ name: create.name, title: create.title, declaration: 'now' },
      tools: ['lantern', 'orbit'],
    },
    { name: 'seen_only', declaration: 'never', tools: [] },
  ]);
});

it('adds the steps and milestones of other catalogs at their place', () => {
  const step = (name: string) => ({ name, step: null, on_path: true, properties: {} });
  const older = {
    ...create,
    event_prefix: 'Make',
    title: 'Make',
    steps: ['name', 'payment', 'terms', 'call', 'wait', 'thank'],
    milestones: [step('Paid'), step('Opened')],
  };
  const newer = { ...create, steps: ['scan', ...create.steps] };
  const shape = flowShapes(
    [
      catalog([create]),
      catalog([older, { ...older, name: 'gone' }], { age: 'no_longer', versions: ['1.0.0', ''] }),
      catalog([newer], { age: 'not_yet', versions: [] }),
    ],
    [],
  );
  expect(shape.get('gone')).toMatchObject({ declaration: 'no_longer', title: 'Make' });
  const both = shape.get(create.name);
  expect(both).toMatchObject({ declaration: 'now', title: create.title });
  expect(both?.steps).toEqual([
    ...['scan', 'name', 'plan', 'payment', 'terms', 'call', 'wait', 'thank'],
  ]);
  expect(Object.fromEntries(both?.undeclared ?? [])).toEqual({
    'step:payment': 'no_longer',
    'step:wait': 'no_longer',
    'step:thank': 'no_longer',
    'milestone:Paid': 'no_longer',
    'step:scan': 'not_yet',
  });
  expect(both?.editions.map(({ versions }) => versions.map(({ version }) => version))).toEqual([
    ['2.0.0'],
    ['1.0.0', ''],
    [],
  ]);
  expect(eventRole(both, 'Make Completed')).toBe('completed');
  expect(eventRole(both, `${create.event_prefix} Aborted`)).toBe('aborted');
  expect(milestoneName(both, 'Make Paid')).toBe('Paid');
});
