// The requests of the load, as the SDK and each family of clients sends them.
// INSERT-ID-XX, INVOCATIONID and ANONYMOUS-ID are placeholders of fixed width, overwritten before each request.

const at = () => new Date().toISOString();

const properties = (index) => ({
  invocation_id: 'INVOCATIONID',
  sequence: index + 1,
  command: 'orbit application create',
  flags: ['name', 'region'],
  version: '1.4.0',
  env: 'prod',
  operating_system: 'linux',
  arch: 'x64',
  runtime: 'node',
  runtime_version: '20.20.2',
  is_ci: false,
  ci_name: null,
  cli_context: 'human',
  is_interactive: true,
});

const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (path, headers, body) => ({ method: 'POST', path, headers, body });

/** Each: what a request of so many events contains, and how it is sent. */
export const shapes = {
  sonde: {
    content: (count) => ({
      events: list(count, (index) => ({
        event:
          index === 0 ? 'Command Invoked' : index === count - 1 ? 'Command Completed' : 'Page Read',
        distinct_id: 'ANONYMOUS-ID',
        insert_id: 'INSERT-ID-XX',
        timestamp: at(),
        sent_at: at(),
        anonymous_id: 'ANONYMOUS-ID',
        invocation_id: 'INVOCATIONID',
        sequence: index + 1,
        properties: {
          ...(index === count - 1 ? { succeeded: true, exit_code: 0, duration_ms: 120 } : {}),
          ...properties(index),
        },
      })),
      meta: { library: 'sonde-js/0.1.0', loss: { recorded: count, sent: count, dropped: {} } },
    }),
    send: (body) => post('/ingest', json, body),
  },
  segment: {
    content: (count) => ({
      batch: list(count, (index) => ({
        timestamp: at(),
        integrations: {},
        type: 'track',
        event: 'Page Read',
        properties: properties(index),
        anonymousId: 'ANONYMOUS-ID',
        context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
        messageId: 'INSERT-ID-XX',
        _metadata: { nodeVersion: 'v20.20.2', jsRuntime: 'node' },
      })),
      writeKey: 'key',
      sentAt: at(),
    }),
    send: (body) => post('/v1/batch', json, body),
  },
  posthog: {
    content: (count) => ({
      api_key: 'key',
      batch: list(count, (index) => ({
        event: 'Page Read',
        properties: {
          ...properties(index),
          $lib: 'posthog-node',
          $lib_version: '5.70.0',
          $is_server: true,
          $geoip_disable: true,
        },
        timestamp: at(),
        uuid: 'INSERT-ID-XX',
        distinct_id: 'ANONYMOUS-ID',
      })),
      sent_at: at(),
    }),
    send: (body) => post('/batch/', json, body),
  },
  amplitude: {
    content: (count) => ({
      api_key: 'key',
      events: list(count, (index) => ({
        time: Date.now(),
        insert_id: 'INSERT-ID-XX',
        device_id: 'ANONYMOUS-ID',
        event_type: 'Page Read',
        event_properties: properties(index),
        event_id: index,
        library: 'amplitude-node-ts/1.5.73',
      })),
      options: {},
      client_upload_time: at(),
    }),
    send: (body) => post('/2/httpapi', json, body),
  },
  mixpanel: {
    content: (count) =>
      list(count, (index) => ({
        event: 'Page Read',
        properties: {
          ...properties(index),
          distinct_id: 'ANONYMOUS-ID',
          token: 'key',
          $insert_id: 'INSERT-ID-XX',
          time: Date.now(),
          $lib_version: '0.24.0',
        },
      })),
    send: (body) => post('/track?ip=0&verbose=0', form, `data=${body.toString('base64')}`),
  },
  openpanel: {
    eventsMax: 1,
    content: () => ({
      type: 'track',
      payload: { name: 'Page Read', profileId: 'ANONYMOUS-ID', properties: properties(0) },
    }),
    send: (body) => post('/track', { ...json, 'openpanel-client-id': 'key' }, body),
  },
  snowplow: {
    content: (count) => ({
      schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
      data: list(count, (index) => ({
        e: 'ue',
        eid: 'INSERT-ID-XX',
        p: 'srv',
        tv: 'node-4.8.0',
        aid: 'key',
        uid: 'ANONYMOUS-ID',
        dtm: String(Date.now()),
        stm: String(Date.now()),
        ue_pr: JSON.stringify({
          schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0',
          data: { schema: 'iglu:com.acme/page_read/jsonschema/1-0-0', data: properties(index) },
        }),
      })),
    }),
    send: (body) => post('/com.snowplowanalytics.snowplow/tp2', json, body),
  },
  countly: {
    content: (count) =>
      list(count, (index) => ({
        key: 'Page Read',
        count: 1,
        timestamp: Date.now(),
        segmentation: { ...properties(index), run: 'INSERT-ID-XX' },
      })),
    send: (body) =>
      post('/i', form, `app_key=key&device_id=d&events=${encodeURIComponent(body.toString())}`),
  },
  umami: {
    eventsMax: 1,
    content: () => ({
      type: 'event',
      payload: { website: 'key', name: 'Page Read', data: properties(0) },
    }),
    send: (body) => post('/api/send', json, body),
  },
  matomo: {
    content: (count) => ({
      requests: list(
        count,
        (index) =>
          `?idsite=key&rec=1&e_c=page&e_a=read&cid=ANONYMOUS-ID&cdt=${Math.floor(Date.now() / 1_000)}&cvar=${encodeURIComponent(JSON.stringify(properties(index)))}`,
      ),
    }),
    send: (body) => post('/matomo.php', json, body),
  },
};
