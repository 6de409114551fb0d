import type { BaseEvent } from '@amplitude/analytics-core';
import type { WireEvent } from '@sonde/protocol';
import { describe, expect, test } from 'vitest';
import { encodeAmplitudeEvent } from './amplitude-format.js';
import { encodePosthogEvent } from './posthog-format.js';
import { encodeSegmentEvent } from './segment-format.js';
import type { BatchContext } from './wire-format.js';

describe('an event', () => {
  const context: BatchContext = {
    key: 'key-of-the-vendor',
    library: 'sonde/1.2.3',
    tool: 'fix-ture',
    sentAt: '2026-01-01T00:00:00.000Z',
    meta: { library: 'sonde/1.2.3', catalog_hash: '' },
  };
  const event: WireEvent = {
    event: 'CLI Create Started',
    distinct_id: 'ci:github_actions',
    anonymous_id: 'ci:github_actions',
    insert_id: '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90',
    timestamp: '2026-01-01T00:00:00.001Z',
    project_id: 'p',
    sequence: 2,
    flow: 'create',
    flow_run_id: 'f',
    properties: { sequence: 2, version: '1.0.0', operating_system: 'linux' },
  };
  const signedIn: WireEvent = { ...event, event: '$identify', user_id: 'u', distinct_id: 'u' };

  test('has the Sonde fields among its properties', () => {
    const fields = { project_id: 'p', flow: 'create', flow_run_id: 'f', sequence: 2 };
    // Compiles only if the event matches the type in Amplitude's library.
    const amplitude: { [Name in keyof BaseEvent]: BaseEvent[Name] | undefined } =
      encodeAmplitudeEvent(event, context);
    expect(amplitude.event_properties).toMatchObject(fields);
    expect(amplitude).toMatchObject({ time: 1_767_225_600_001, event_id: 2 });
    expect(encodePosthogEvent(event, context).properties).toMatchObject(fields);
    expect(encodeSegmentEvent(event, context)).toMatchObject({ type: 'track', properties: fields });
  });

  test('has no property without a value', () => {
    const inCi = { ...event, properties: { ...event.properties, ci_name: null, flags: [] } };
    for (const encode of [encodeSegmentEvent, encodePosthogEvent, encodeAmplitudeEvent]) {
      const text = JSON.stringify(encode(inCi, context));
      expect(text).toContain('"flags":[]');
      expect(text).not.toContain('ci_name');
    }
  });

  test('has the version, system and project in the fields that the pages of vendors show', () => {
    expect(encodeSegmentEvent(event, context).context).toEqual({
      library: { name: 'sonde', version: '1.2.3' },
      app: { name: 'fix-ture', version: '1.0.0' },
      os: { name: 'Linux' },
      groupId: 'p',
    });
    expect(encodePosthogEvent(event, context).properties).toMatchObject({
      $app_name: 'fix-ture',
      $app_version: '1.0.0',
      $os: 'Linux',
      $groups: { project: 'p' },
    });
    expect(encodeAmplitudeEvent(event, context)).toMatchObject({
      platform: 'CLI',
      os_name: 'Linux',
      app_version: '1.0.0',
      groups: { project: 'p' },
    });
  });

  test.each([
    ['darwin', 'macOS', 'Mac OS X'],
    ['win32', 'Windows', 'Windows'],
    ['freebsd', 'freebsd', 'freebsd'],
  ])('names the system %s as vendors do', (operating_system, name, posthogName) => {
    const elsewhere = { ...event, properties: { operating_system } };
    expect(encodeSegmentEvent(elsewhere, context).context.os).toEqual({ name });
    expect(encodeAmplitudeEvent(elsewhere, context).os_name).toBe(name);
    expect(encodePosthogEvent(elsewhere, context).properties.$os).toBe(posthogName);
  });

  test('of another client has no field for what it does not have', () => {
    const foreign = { event: 'E', distinct_id: 'own', insert_id: 'i' };
    const text = [encodeSegmentEvent, encodePosthogEvent, encodeAmplitudeEvent]
      .map((encode) => JSON.stringify(encode(foreign, { ...context, tool: '' })))
      .join();
    expect(text).not.toMatch(/version":("|null)(?!1\.2\.3)|"\$?os|group|"event_id"|tool/);
  });

  test('of another client has an id that the vendor accepts', () => {
    const long = { ...event, insert_id: `node-next-1796063744823-${'x'.repeat(100)}` };
    expect(encodePosthogEvent(event, context).uuid).toBe(event.insert_id);
    expect(encodeSegmentEvent(event, context).messageId).toBe(event.insert_id);
    expect(encodeAmplitudeEvent(long, context).insert_id).toBe(long.insert_id);
    const uuid = encodePosthogEvent(long, context).uuid;
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(encodeSegmentEvent(long, context).messageId).toBe(uuid);
  });

  test('of a sign-in tells what the person uses', () => {
    const traits = { tool: 'fix-ture', version: '1.0.0', operating_system: 'Linux' };
    expect(encodeSegmentEvent(signedIn, context)).toMatchObject({ type: 'identify', traits });
    expect(encodeAmplitudeEvent(signedIn, context)).toMatchObject({
      user_properties: { $set: traits },
    });
    expect(encodePosthogEvent(signedIn, context).properties).toMatchObject({
      $set: { $app_name: 'fix-ture', $app_version: '1.0.0', $os: 'Linux' },
      $set_once: { $initial_app_version: '1.0.0', $initial_os: 'Linux' },
    });
    expect(encodePosthogEvent(event, context).properties).not.toHaveProperty('$set');
  });

  test('creates no profile if nobody signed in', () => {
    expect(encodePosthogEvent(event, context).properties.$process_person_profile).toBe(false);
    expect(encodePosthogEvent(signedIn, context).properties).not.toHaveProperty(
      '$process_person_profile',
    );
  });

  test('links a user to the anonymous id of a machine, but not to the shared id of CI', () => {
    const own = { ...signedIn, anonymous_id: 'own' };
    expect(encodePosthogEvent(own, context).properties.$anon_distinct_id).toBe('own');
    expect(encodeSegmentEvent(own, context)).toMatchObject({ userId: 'u', anonymousId: 'own' });
    expect(encodeAmplitudeEvent(own, context)).toMatchObject({ user_id: 'u', device_id: 'own' });
    for (const encode of [encodePosthogEvent, encodeSegmentEvent, encodeAmplitudeEvent]) {
      expect(JSON.stringify(encode(signedIn, context))).not.toContain('ci:');
    }
  });
});
