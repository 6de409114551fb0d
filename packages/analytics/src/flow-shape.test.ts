import type { FlowDeclaration } from '@sonde/protocol';
import { expect, it } from 'vitest';
import { flowShapes } from './flow-shape.js';
import { generatedFlows } from './testing.js';

it('tells whose a flow is; one that several tools declare is as the first says', () => {
  const [create] = generatedFlows as readonly [FlowDeclaration];
  const other = { ...create, title: 'Something else' };
  const shapes = flowShapes(
    [
      { tool: 'orbit', flows: [create] },
      { tool: 'lantern', flows: [other] },
    ],
    [{ flow: 'seen_only', event: 'Seen Started' }],
  );
  expect([...shapes.values()]).toMatchObject([
    { name: create.name, title: create.title, declared: true, tools: ['orbit', 'lantern'] },
    { name: 'seen_only', declared: false, tools: [] },
  ]);
});
