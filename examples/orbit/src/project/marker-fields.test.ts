import { expect, test } from 'vitest';
import { setMarkerFields, writeMarkerFields } from './marker-fields.js';

test.each([
  ['projectId: 1 # ours\n', 'projectId: 1 # ours\ntelemetryDisabled: true\n'],
  [
    'telemetryDisabled: false # for now\nlist:\n- a\n',
    'telemetryDisabled: true # for now\nlist:\n- a\n',
  ],
  ['telemetryDisabled:\r\nother: "x"\r\n', 'telemetryDisabled: true\r\nother: "x"\r\n'],
  ['"telemetryDisabled": \'no\'', '"telemetryDisabled": true'],
  ['# nothing yet', '# nothing yet\ntelemetryDisabled: true\n'],
  ['a: 1\r\n', 'a: 1\r\ntelemetryDisabled: true\r\n'],
])('in %j only one field is changed', (before, after) => {
  expect(setMarkerFields(before, { telemetryDisabled: true })).toBe(after);
});

test('only the given fields are set', () => {
  const text = setMarkerFields('projectId: 1\n', {
    telemetryEndpoint: 'https://telemetry.example.com/ingest?a=b#c',
    telemetryKeepFlushed: false,
  });
  expect(text).toBe(
    'projectId: 1\ntelemetryEndpoint: https://telemetry.example.com/ingest?a=b#c\ntelemetryKeepFlushed: false\n',
  );
});

test.each(['{ telemetryDisabled: false }\n', 'telemetryDisabled:\n  - 1\n', 'a: [\n', '- a\n'])(
  '%j is not changed',
  (text) => {
    expect(() => setMarkerFields(text, { telemetryDisabled: true })).toThrow();
  },
);

test('devices are not read: they might never end', () => {
  expect(() => writeMarkerFields('/dev/zero', {})).toThrow('/dev/zero cannot be changed.');
});
