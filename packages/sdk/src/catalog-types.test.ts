import { describe, expect, test } from 'vitest';
import {
  boolean,
  catalogToJson,
  defineCatalog,
  duration,
  hashCatalog,
  integer,
  oneOf,
  optional,
  slug,
  version,
} from './catalog.js';
import type { Telemetry } from './telemetry-types.js';

const plan = oneOf('free', 'pro');
const catalog = defineCatalog({
  tool: 'lantern',
  invocationProperties: { site_id: optional(slug(/^site_[a-z]+$/)) },
  events: {
    Cleared: { properties: { plan, count: optional(integer({ min: 0, max: 9 })) } },
    Plain: {},
  },
  flows: {
    deploy: {
      title: 'Deploy',
      eventPrefix: 'Lantern Deploy',
      steps: ['build', 'upload'],
      reasons: ['quota'],
      milestones: { 'Accepted Terms': { step: 'build', properties: { plan } } },
      properties: { dry: boolean() },
      completed: { plan, took: optional(duration()), release: optional(version()) },
    },
    bare: { title: 'Bare', eventPrefix: 'Lantern Bare', steps: [] },
  },
});

/** Never called: the compiler is what is tested, by `@ts-expect-error`. */
export function compile(telemetry: Telemetry<typeof catalog>, text: string): void {
  telemetry.track('Plain');
  telemetry.track('Cleared', { plan: 'pro' });
  telemetry.track('Cleared', { plan: 'free', count: 3 });
  // @ts-expect-error an event that is not declared
  telemetry.track('Unknown');
  // @ts-expect-error a required property is missing
  telemetry.track('Cleared');
  // @ts-expect-error a value outside the enumeration
  telemetry.track('Cleared', { plan: 'gold' });
  // @ts-expect-error free text
  telemetry.track('Cleared', { plan: text });
  // @ts-expect-error a property that is not declared
  telemetry.track('Cleared', { plan: 'pro', name: 'x' });
  // @ts-expect-error the wrong type
  telemetry.track('Cleared', { plan: 'pro', count: '3' });
  telemetry.setInvocationProperties({ site_id: text });
  // @ts-expect-error not a property of the invocation
  telemetry.setInvocationProperties({ other: 1 });

  const flow = telemetry.startFlow('deploy', { dry: true });
  flow.step('build');
  flow.milestone('Accepted Terms', { plan: 'pro' });
  flow.complete({ plan: 'free' });
  flow.abort('quota');
  flow.abort('cancelled');
  flow.fail(new Error());
  // @ts-expect-error a flow that is not declared
  telemetry.startFlow('nothing');
  // @ts-expect-error its properties are missing
  telemetry.startFlow('deploy');
  // @ts-expect-error a step that is not declared
  flow.step('sleep');
  // @ts-expect-error a reason that is not declared
  flow.abort('bored');
  // @ts-expect-error a milestone that is not declared
  flow.milestone('Declined Terms', { plan: 'pro' });
  // @ts-expect-error the milestone's property is missing
  flow.milestone('Accepted Terms');
  // @ts-expect-error the completion's property is missing
  flow.complete();
  telemetry.startFlow('bare').complete();
  const result: Promise<number> = telemetry.runFlow('bare', {}, async () => 1);
  void result;

  defineCatalog({
    tool: 'x',
    flows: {
      f: {
        title: 'F',
        eventPrefix: 'F',
        steps: ['one'],
        // @ts-expect-error a step of no flow
        milestones: { Passed: { step: 'two' } },
      },
    },
  });
  // @ts-expect-error a list that is not written out would let any text through
  oneOf(...([text] as string[]));
  // @ts-expect-error free text is not a type
  defineCatalog({ tool: 'x', events: { E: { properties: { name: String } } } });
}

describe('a catalog', () => {
  test('has a JSON form and a name by content', () => {
    const json = catalogToJson(catalog);
    expect(json.flows[0]).toMatchObject({
      name: 'deploy',
      event_prefix: 'Lantern Deploy',
      reasons: ['quota'],
      milestones: [{ name: 'Accepted Terms', step: 'build', on_path: true }],
      completed: { plan: { type: 'enum', values: ['free', 'pro'] } },
    });
    expect(json.events[0]?.properties.count).toEqual({
      type: 'integer',
      min: 0,
      max: 9,
      optional: true,
    });
    expect(hashCatalog(json)).toMatch(/^[0-9a-f]{16}$/);
    expect(hashCatalog(json)).toBe(hashCatalog(catalogToJson(structuredClone(catalog))));
  });

  test('refuses patterns that take free text, and names that name nothing', () => {
    for (const pattern of [/.*/, /[\s\S]+/, /[^x]+/, /\S+/, /^a?$/]) {
      expect(() => slug(pattern)).toThrow(TypeError);
    }
    expect(() => defineCatalog({ tool: 'Not A Tool' })).toThrow(TypeError);
    expect(() => integer({ min: 0, max: Number.POSITIVE_INFINITY })).toThrow(TypeError);
  });
});
