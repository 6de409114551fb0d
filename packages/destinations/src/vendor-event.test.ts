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
    const amplitude: BaseEvent = encodeAmplitudeEvent(event, context);
    expect(amplitude.event_properties).toMatchObject(fields);
    expect(amplitude).toMatchObject({ time: 1_767_225_600_001, event_id: 2 });
    expect(encodePosthogEvent(event, context).properties).toMatchObject(fields);
    expect(encodeSegmentEvent(event, context)).toMatchObject({ type: 'track', properties: fields });
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
