// @snowplow/node-tracker. Version 3 tells the outcome of a request to a callback, version 4 to two.
import { setTimeout as sleep } from 'node:timers/promises';

/** Labels by the id of the event, which is what the outcome of a request names. */
const labels = new Map();

export function open(options) {
  const { module, client, prefix, key, time, record } = options;
  const { tracker, flush } = (client === 'snowplow-3' ? openThird : openFourth)(options);
  const track = (label, event, context, timestamp) => {
    const { eid } = tracker.track(event, context, timestamp);
    labels.set(eid, label);
  };
  tracker.setUserId(`${prefix}-user`);
  const selfDescribing = (label, properties = {}) =>
    module.buildSelfDescribingEvent({
      event: {
        schema: 'iglu:com.example/report_opened/jsonschema/1-0-0',
        data: { label, ...properties },
      },
    });

  return {
    track(label) {
      track(label, module.buildStructEvent({ category: 'test', action: 'Counted', label }));
    },
    sendEachKind() {
      const label = (name) => record(`${prefix}-${name}`);
      const own = label('self-describing');
      track(
        own,
        selfDescribing(own, { pages: 3, columns: ['a', 'b'] }),
        [{ schema: 'iglu:com.example/account/jsonschema/1-0-0', data: { plan: 'pro' } }],
        { type: 'ttm', value: new Date(time).getTime() },
      );
      const structured = label('struct');
      track(
        structured,
        module.buildStructEvent({
          category: 'reports',
          action: 'Report Closed',
          label: structured,
          property: 'size',
          value: 3,
        }),
      );
      const page = label('page');
      track(
        page,
        module.buildPageView({ pageUrl: `https://example.org/${page}`, pageTitle: 'Home' }),
      );
      const screen = label('screen');
      track(screen, module.buildScreenView({ name: 'Start', id: screen }));
    },
    async close() {
      for (;;) {
        flush();
        if ([...labels.values()].every(options.hasOutcome)) return;
        await sleep(1_000);
      }
    },
  };

  function openFourth({ endpoint, settings, delivered, failed }) {
    const emitter = {
      endpoint,
      ...settings,
      onRequestSuccess: (events) => {
        for (const { eid } of events) delivered(labels.get(eid));
      },
      onRequestFailure: ({ events, message, willRetry }) => {
        if (!willRetry) for (const { eid } of events) failed(labels.get(eid), message);
      },
    };
    const opened = module.newTracker({ namespace: 'e2e', appId: key }, emitter);
    return { tracker: opened, flush: () => opened.flush() };
  }

  function openThird({ url, count, delivered, failed }) {
    const { HttpMethod, HttpProtocol } = module;
    // Without a method, as in its documentation, it sends each event of ten with a GET of its own.
    const method = count === undefined ? HttpMethod.POST : undefined;
    const emitter = module.gotEmitter(
      ...[url.hostname, HttpProtocol.HTTP, Number(url.port), method],
      ...[undefined, undefined, undefined],
      (error, response) => {
        const { options } = error === undefined ? response.request : error;
        const eids = options.json?.data.map(({ eid }) => eid) ?? [
          new URL(options.url).searchParams.get('eid'),
        ];
        for (const eid of eids) {
          if (error === undefined) delivered(labels.get(eid));
          else failed(labels.get(eid), error.message);
        }
      },
    );
    return {
      tracker: module.tracker([emitter], 'e2e', key, true),
      flush: () => emitter.flush(),
    };
  }
}
