/** When the generated invocations begin; milliseconds since 1970. */
export interface Period {
  from: number;
  to: number;
  /** The end of all data: versions become older by a week from here. */
  now: number;
}

/** Average number of events that the statement creates per invocation. */
export const eventsPerInvocation = 8.79;

/**
 * A statement that creates invocations `first` to `first + count - 1`: seven commands, three flows
 * with every outcome, 60,000 people, a version for each of the last eight weeks and one for
 * everything before. No event occurs twice.
 *
 * The engine itself creates them, because ten million events as JSON take minutes.
 */
export function fillStatement(first: number, count: number, { from, to, now }: Period): string {
  return `
INSERT INTO sonde.events
  (project, event, invocation_id, sequence, insert_id, anonymous_id, user_id, project_id, timestamp,
   sent_at, received_at, flow, flow_run_id, command, version, env, operating_system, arch, runtime,
   runtime_version, is_ci, ci_name, cli_context, is_interactive, step, reason, error_class,
   error_source, http_status, exit_code, duration_ms, succeeded, user_cancelled, vanished, flags,
   implied, properties)
WITH
  cityHash64(number, 1) AS dice, cityHash64(number, 2) AS luck, cityHash64(number, 3) AS other,
  multiIf(dice % 100 < 14, 'create', dice % 100 < 24, 'auth', dice % 100 < 28, 'plan', 'plain') AS kind,
  multiIf(luck % 100 < 62, 'Completed', luck % 100 < 84, 'Aborted', luck % 100 < 96, 'Failed', '') AS ending,
  ['name', 'auth', 'plan', 'terms', 'region', 'api_call', 'api_key', 'apply_plan', 'profile_configure'] AS steps,
  1 + other % 9 AS reached,
  if(ending = '', [], [ending]) AS terminal,
  multiIf(
    kind = 'create', arrayConcat(['Command Invoked', 'CLI Application Create Started'],
      if(ending = 'Completed' OR reached > 4, ['CLI Application Create Accepted Terms'], []),
      arrayMap(word -> concat('CLI Application Create ', word), terminal)),
    kind = 'auth', arrayConcat(['Command Invoked', 'CLI Auth Started', 'CLI Auth Browser Opened', 'CLI Auth Callback Received'],
      arrayMap(word -> concat('CLI Auth ', word), terminal)),
    kind = 'plan', arrayConcat(['Command Invoked', 'CLI Application Plan Change Started', 'CLI Application Plan Change Accepted Terms'],
      arrayMap(word -> concat('CLI Application Plan Change ', word), terminal)),
    arrayConcat(['Command Invoked'], arrayMap(
      i -> ['Deploy Uploaded', 'Deploy Built', 'Log Tailed', 'Config Read', 'Cache Hit', 'Cache Missed',
        'Template Rendered', 'Function Bundled', 'Hook Ran', 'Prompt Shown'][1 + cityHash64(number, i) % 10],
      range(4 + other % 9)))) AS body,
  arrayConcat(body, if(ending = 'Failed', ['Command Failed'], []), ['Command Completed']) AS events,
  ${to} - toInt64(cityHash64(number, 4) % ${to - from}) AS began,
  lower(hex(sipHash128(number, 11))) AS name,
  concat(substring(name, 1, 8), '-', substring(name, 9, 4), '-4', substring(name, 14, 3), '-',
    substring(name, 17, 4), '-', substring(name, 21)) AS invocation,
  cityHash64(number, 7) % 60000 AS who,
  lower(hex(sipHash128(who))) AS who_name,
  concat(substring(who_name, 1, 8), '-', substring(who_name, 9, 4), '-4', substring(who_name, 14, 3), '-',
    substring(who_name, 17, 4), '-', substring(who_name, 21)) AS anonymous,
  who % 10 = 0 AS in_ci
SELECT
  'default', event, invocation, position, lower(hex(sipHash128(number, position))),
  if(in_ci, 'ci:github', anonymous), if(who % 3 = 1, concat('user_', substring(lower(hex(sipHash128(who, 9))), 1, 20)), ''),
  if(who % 4 = 0, '', lower(hex(sipHash128(who, 5)))),
  began + position * 137 + cityHash64(number, position, 5) % 100, began + 5000,
  began + 5000 + other % 900,
  multiIf(startsWith(event, 'CLI Application Create'), 'application_create', startsWith(event, 'CLI Auth'), 'auth',
    startsWith(event, 'CLI Application Plan'), 'plan_change', '') AS flow_name,
  if(flow_name = '', '', lower(hex(sipHash128(number, 77)))),
  multiIf(kind = 'create', 'orbit application create', kind = 'auth', 'orbit login', kind = 'plan', 'orbit application upgrade',
    ['orbit application list', 'orbit deploy', 'orbit logs', 'orbit dev', 'orbit config get'][1 + luck % 5]),
  concat('1.', toString(greatest(0, 8 - intDiv(${now} - began, 7 * 86400000))), '.', toString(other % 4)),
  if(luck % 10 < 9, 'prod', 'dev'), ['linux', 'darwin', 'windows'][1 + who % 3], if(who % 2 = 0, 'arm64', 'x64'),
  'node', '20.20.2', in_ci, if(in_ci, 'github', NULL), if(who % 7 = 0, 'agent:claude-code', 'human'), NOT in_ci,
  if(flow_name != '' AND (endsWith(event, ' Aborted') OR endsWith(event, ' Failed')), steps[reached], NULL),
  if(endsWith(event, ' Aborted'), ['declined_terms', 'cancelled', 'billing_required'][1 + other % 3], NULL),
  if(endsWith(event, ' Failed') OR (event = 'Command Completed' AND ending = 'Failed'),
    ['ApiError', 'NetworkError', 'TimeoutError', 'ValidationError'][1 + luck % 4], NULL),
  if(event = 'Command Failed', 'api', NULL), if(event = 'Command Failed', 503, NULL),
  if(event = 'Command Completed', multiIf(ending = 'Failed', 1, ending = 'Aborted', 2, 0), NULL),
  if(event = 'Command Completed' OR (flow_name != '' AND (endsWith(event, ' Completed') OR endsWith(event, ' Failed'))), 100 + other % 60000, NULL),
  if(event = 'Command Completed', ending = 'Completed', NULL),
  if(event = 'Command Completed', ending = 'Aborted', NULL),
  if(event = 'Command Completed' AND ending = '', true, NULL),
  if(dice % 3 = 0, ['name', 'region'], []), 15,
  multiIf(endsWith(event, 'Accepted Terms'), '{"plan":"pro"}',
    startsWith(event, 'Deploy'), concat('{"files":', toString(other % 400), ',"app_id":"app_', toString(who), '"}'), '{}')
FROM (SELECT number FROM numbers(${first}, ${count}))
ARRAY JOIN events AS event, arrayEnumerate(events) AS position
SETTINGS max_partitions_per_insert_block = 0`;
}
