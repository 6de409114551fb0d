import { expect, test } from 'vitest';
import { csvHeader, csvLine } from './csv-line.js';
import type { ExportedEvent } from './exported-event.js';

const event: ExportedEvent = {
  event: 'Deploy, then "run"',
  distinct_id: '',
  insert_id: 'line\nbreak',
  timestamp: '2026-05-20T12:00:00.001Z',
  sent_at: null,
  received_at: '2026-05-20T12:00:01.500Z',
  anonymous_id: null,
  user_id: '=1+1',
  project_id: null,
  invocation_id: 'a\tb',
  sequence: 3,
  flow: null,
  flow_run_id: null,
  doubtful_time: false,
  properties: { text: '\ud800 \r\n', nothing: null },
};

test('the header names every column', () => {
  expect(csvHeader).toBe(
    'event,distinct_id,insert_id,timestamp,sent_at,received_at,anonymous_id,user_id,project_id,invocation_id,sequence,flow,flow_run_id,tool,doubtful_time,undeclared,properties\r\n',
  );
});

test('only what RFC 4180 asks for is quoted; null and empty text differ', () => {
  expect(csvLine(event)).toBe(
    '"Deploy, then ""run""","","line\nbreak",2026-05-20T12:00:00.001Z,,2026-05-20T12:00:01.500Z,,=1+1,,a\tb,3,,,,false,,"{""text"":""\\ud800 \\r\\n"",""nothing"":null}"\r\n',
  );
});
