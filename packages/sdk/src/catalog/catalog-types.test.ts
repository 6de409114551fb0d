import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, describe as testsOf } from 'vitest';
import {
  boolean,
  catalogToJson,
  defineCatalog,
  describe,
  duration,
  hashCatalog,
  integer,
  oneOf,
  optional,
  slug,
  version,
} from '../catalog.js';
import {
  readSenderSettings,
  type SenderSettings,
  tagOf,
  writeSenderSettings,
} from '../spool/sender-settings.js';
import type { Telemetry } from '../telemetry.js';
import type { CatalogDefinition } from './define-catalog.js';

const plan = oneOf('free', 'pro');
class QuotaError extends Error {
  static code = 'not a code of errors';
}

const catalog = defineCatalog({
  tool: 'lantern',
  purpose: 'To see which commands fail.',
  errorClasses: {
    QuotaError,
    RateLimited: { code: 'E_RATE' },
    Gone: { matches: () => false },
  },
  commands: { 'lantern theme': { arguments: { theme: oneOf('light', 'dark') } } },
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
      nested: 'report',
      resumeWithinMs: 86_400_000,
      completed: {
        plan: describe('The plan paid for.', plan),
        took: optional(duration()),
        release: optional(version()),
      },
    },
    bare: { title: 'Bare', eventPrefix: 'Lantern Bare', steps: [] },
  },
});

/** Never called: `@ts-expect-error` tests the compiler. */
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
  const shared = telemetry.currentFlow('deploy', 'bare');
  shared.abort('cancelled');
  telemetry.currentFlow('deploy').step('upload');
  // @ts-expect-error a step that only one of the two has
  shared.step('build');
  // @ts-expect-error at least one flow
  telemetry.currentFlow();
  // @ts-expect-error a flow that is not declared
  telemetry.currentFlow('nothing');
  using scoped = telemetry.startFlow('bare');
  scoped.complete();
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
  defineCatalog({
    tool: 'x',
    // @ts-expect-error an argument that is not an enumeration
    commands: { 'x open': { arguments: { name: slug(/[a-z]+/) } } },
  });
  defineCatalog({
    tool: 'x',
    // @ts-expect-error errors are recognised by class, by code or by function
    errorClasses: { Quota: { message: 'quota' } },
  });
  defineCatalog({
    tool: 'x',
    // @ts-expect-error neither of the two policies
    flows: { f: { title: 'F', eventPrefix: 'F', steps: [], nested: 'ignore' } },
  });
  // @ts-expect-error a list that is not literal would accept any text
  oneOf(...([text] as string[]));
  // @ts-expect-error free text is not a type
  defineCatalog({ tool: 'x', events: { E: { properties: { name: String } } } });
}

testsOf('a catalog', () => {
  test('has a JSON form and a content hash', () => {
    const json = catalogToJson(catalog);
    expect(json.flows[0]).toMatchObject({
      name: 'deploy',
      event_prefix: 'Lantern Deploy',
      reasons: ['quota'],
      milestones: [{ name: 'Accepted Terms', step: 'build', on_path: true }],
      nested: 'report',
      resume_within_ms: 86_400_000,
      completed: {
        plan: { type: 'enum', values: ['free', 'pro'], description: 'The plan paid for.' },
      },
    });
    expect(json).toMatchObject({
      purpose: 'To see which commands fail.',
      error_classes: [
        { name: 'QuotaError' },
        { name: 'RateLimited', codes: ['E_RATE'] },
        { name: 'Gone' },
      ],
      commands: [
        {
          name: 'lantern theme',
          arguments: { theme: { type: 'enum', values: ['light', 'dark'] } },
        },
      ],
    });
    expect(json.events[0]?.properties.count).toEqual({
      type: 'integer',
      min: 0,
      max: 9,
      optional: true,
    });
    expect(hashCatalog(json)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('is the same after it was stored for the sender', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sonde-catalog-'));
    const settings: SenderSettings = {
      type: 'sonde',
      endpoint: 'http://127.0.0.1',
      key: undefined,
      library: 'x',
      catalog,
      backoffMs: 1,
      requestTimeoutMs: 1,
    };
    writeSenderSettings(directory, settings);
    const read = readSenderSettings(directory, tagOf(settings))?.catalog;
    rmSync(directory, { recursive: true });
    expect(catalogToJson(read as CatalogDefinition)).toEqual(catalogToJson(catalog));
  });

  test('refuses patterns that match free text, and invalid tool names', () => {
    for (const pattern of [/.*/, /[\s\S]+/, /[^x]+/, /\S+/, /^a?$/]) {
      expect(() => slug(pattern)).toThrow(TypeError);
    }
    expect(() => defineCatalog({ tool: 'Not A Tool' })).toThrow(TypeError);
    const long = { title: 'F', eventPrefix: 'F', steps: [], resumeWithinMs: 8 * 86_400_000 };
    expect(() => defineCatalog({ tool: 'x', flows: { long } })).toThrow(TypeError);
    expect(() => integer({ min: 0, max: Number.POSITIVE_INFINITY })).toThrow(TypeError);
  });
});
