import { createTelemetry, type Telemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';
import { createRecordingTelemetry } from 'sonde/testing';
import { expect, test } from 'vitest';

// Each entry of the package has types of its own: a catalog of one must hold the calls of another.
const catalog = defineCatalog({
  tool: 'lantern',
  events: { Cleared: { properties: { scope: oneOf('all', 'project') } }, Plain: {} },
  flows: {
    deploy: {
      title: 'Deploy',
      eventPrefix: 'Deploy',
      steps: ['build'],
      reasons: ['quota'],
      milestones: { Uploaded: { step: 'build' } },
      completed: { target: oneOf('edge', 'core') },
    },
  },
});

/** Never called: the compiler is what is tested, by `@ts-expect-error`. */
export function compile(): Telemetry<typeof catalog> {
  const telemetry = createTelemetry({ catalog, version: '1.0.0' });
  telemetry.track('Cleared', { scope: 'all' });
  // @ts-expect-error a value outside the enumeration
  telemetry.track('Cleared', { scope: 'nothing' });
  // @ts-expect-error a property that is not declared
  telemetry.track('Cleared', { scope: 'all', name: 'x' });
  // @ts-expect-error the property is missing
  telemetry.track('Cleared');
  // @ts-expect-error an event that is not declared
  telemetry.track('Deployed');
  // @ts-expect-error a flow that is not declared
  telemetry.startFlow('undeploy');
  const flow = telemetry.startFlow('deploy');
  flow.step('build');
  // @ts-expect-error a step that is not declared
  flow.step('upload');
  flow.abort('quota');
  // @ts-expect-error a reason that is not declared
  flow.abort('bored');
  flow.milestone('Uploaded');
  // @ts-expect-error a milestone that is not declared
  flow.milestone('Downloaded');
  flow.complete({ target: 'edge' });
  // @ts-expect-error a value outside the enumeration
  flow.complete({ target: 'moon' });
  // @ts-expect-error the property is missing
  flow.complete();
  return createRecordingTelemetry({ catalog });
}

test('telemetry of the testing kit goes wherever telemetry goes', () => {
  const telemetry = createRecordingTelemetry({ catalog });
  const held: Telemetry<typeof catalog> = telemetry;
  held.track('Cleared', { scope: 'all' });
  expect(telemetry.events).toMatchObject([{ event: 'Cleared', properties: { scope: 'all' } }]);
});
