/** One event as a client sends it, and the answers that this client understands. */
export interface ClientSample {
  family: string;
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string | object;
  /** Whether the client takes an answer for a success. */
  isSuccess: (status: number, text: string) => boolean;
}

const jsonOf = (text: string) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const isOk = (status: number) => status >= 200 && status < 300;
const hasJson = (status: number, text: string) =>
  isOk(status) && typeof jsonOf(text) === 'object' && jsonOf(text) !== null;
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');

/** A sample of each way in which clients of each family send events. */
export function createClientSamples(key: string): ClientSample[] {
  const properties = { plan: 'pro' };
  const mixpanelEvent = {
    event: 'x',
    properties: { ...properties, token: key, distinct_id: 'd', mp_lib: 'node' },
  };
  const snowplowEvent = { e: 'se', se_ca: 'cache', se_ac: 'clear', eid: 'e1', aid: key, uid: 'u' };
  const countlyEvents = JSON.stringify([{ key: 'x', count: 1, segmentation: properties }]);
  const countly = new URLSearchParams({
    app_key: key,
    device_id: 'd',
    events: countlyEvents,
    timestamp: '1795860672345',
  });
  const snowplowQuery = new URLSearchParams({ ...snowplowEvent, eid: 'e2' });
  const is1 = (_status: number, text: string) => text === '1';
  const isCountlySuccess = (status: number, text: string) =>
    isOk(status) && Boolean(jsonOf(text)?.result);
  return [
    {
      family: 'segment',
      method: 'POST',
      url: '/v1/batch',
      headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
      body: { batch: [{ type: 'track', event: 'x', userId: 'u', messageId: 'm1', properties }] },
      isSuccess: isOk,
    },
    {
      family: 'segment (Jitsu)',
      method: 'POST',
      url: '/api/s/track',
      headers: { 'x-write-key': key },
      body: { type: 'track', event: 'x', userId: 'u', messageId: 'm2', properties },
      isSuccess: hasJson,
    },
    {
      family: 'posthog',
      method: 'POST',
      url: '/batch/',
      body: {
        api_key: key,
        batch: [{ event: 'x', uuid: 'u1', properties: { ...properties, distinct_id: 'd' } }],
      },
      isSuccess: isOk,
    },
    {
      family: 'posthog v1',
      method: 'POST',
      url: '/i/v1/analytics/events',
      headers: { authorization: `Bearer ${key}` },
      body: { batch: [{ event: 'x', distinct_id: 'd', uuid: 'u2', properties, options: {} }] },
      isSuccess: (status, text) => isOk(status) && jsonOf(text)?.results?.u2?.result === 'ok',
    },
    {
      family: 'amplitude',
      method: 'POST',
      url: '/2/httpapi',
      body: { api_key: key, events: [{ event_type: 'x', device_id: 'd', insert_id: 'a1' }] },
      isSuccess: (status, text) => status === 200 && jsonOf(text)?.code === 200,
    },
    {
      family: 'amplitude, path of PostHog',
      method: 'POST',
      url: '/batch',
      body: { api_key: key, events: [{ event_type: 'x', device_id: 'd', insert_id: 'a2' }] },
      isSuccess: (status, text) => status === 200 && jsonOf(text)?.code === 200,
    },
    {
      family: 'mixpanel by GET',
      method: 'GET',
      url: `/track?ip=0&verbose=0&data=${encodeURIComponent(base64(mixpanelEvent))}`,
      isSuccess: is1,
    },
    {
      family: 'mixpanel',
      method: 'POST',
      url: '/track?ip=0&verbose=0',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `data=${base64([mixpanelEvent])}`,
      isSuccess: is1,
    },
    {
      family: 'openpanel',
      method: 'POST',
      url: '/track',
      headers: { 'openpanel-client-id': 'c', 'openpanel-client-secret': key },
      body: {
        type: 'track',
        payload: { name: 'x', profileId: 'p', properties: { ...properties, __path: '/' } },
      },
      isSuccess: (status, text) =>
        (status === 200 || status === 202) && (text === '' || hasJson(status, text)),
    },
    {
      family: 'snowplow',
      method: 'POST',
      url: '/com.snowplowanalytics.snowplow/tp2',
      body: {
        schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
        data: [snowplowEvent],
      },
      isSuccess: isOk,
    },
    { family: 'snowplow by GET', method: 'GET', url: `/i?${snowplowQuery}`, isSuccess: isOk },
    { family: 'countly by GET', method: 'GET', url: `/i?${countly}`, isSuccess: isCountlySuccess },
    {
      family: 'countly',
      method: 'POST',
      url: '/i',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(countly).replace('345', '346'),
      isSuccess: isCountlySuccess,
    },
    {
      family: 'umami',
      method: 'POST',
      url: '/api/send',
      body: { type: 'event', payload: { website: key, name: 'x', data: properties } },
      isSuccess: hasJson,
    },
    {
      family: 'matomo by GET',
      method: 'GET',
      url: `/matomo.php?idsite=${key}&rec=1&url=https%3A%2F%2Forbit&e_c=cache&e_a=clear`,
      isSuccess: (status) => [200, 204].includes(status),
    },
    {
      family: 'matomo',
      method: 'POST',
      url: '/matomo.php',
      body: { requests: [`?idsite=${key}&rec=1&url=https%3A%2F%2Forbit&e_c=cache&e_a=clear`] },
      isSuccess: (status) => [200, 204].includes(status),
    },
  ];
}
