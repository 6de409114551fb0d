// mixpanel.

export function open({
  module,
  url,
  key,
  prefix,
  time,
  record,
  delivered,
  failed,
  untilAllReported,
}) {
  const mixpanel = module.init(key, { host: url.hostname, port: url.port, protocol: 'http', key });
  const settle = (label) => (error) => (error ? failed(label, error.message) : delivered(label));
  const user = { distinct_id: `${prefix}-user` };

  return {
    track(label) {
      mixpanel.track('Counted', { ...user, label }, settle(label));
    },
    sendEachKind() {
      const label = (name) => record(`${prefix}-${name}`);
      const call = (name, start) => {
        const own = label(name);
        start({ label: own }, settle(own));
      };
      const anonymous = { distinct_id: `${prefix}-anonymous` };
      const at = { time: new Date(time) };
      call('track', (own, done) =>
        mixpanel.track(
          'Report Opened',
          {
            ...anonymous,
            ...own,
            ...at,
            $insert_id: `${prefix}-id`,
            pages: 3,
            columns: ['a', 'b'],
          },
          done,
        ),
      );
      call('untimed', (own, done) => mixpanel.track('Report Closed', { ...user, ...own }, done));
      call('alias', (_, done) => mixpanel.alias(anonymous.distinct_id, user.distinct_id, done));
      call('people', (own, done) =>
        mixpanel.people.set(user.distinct_id, { ...own, plan: 'pro' }, done),
      );
      call('group', (own, done) =>
        mixpanel.groups.set('company', 'acme', { ...own, seats: 5 }, done),
      );
      call('import', (own, done) =>
        mixpanel.import('Report Printed', at.time, { ...user, ...own }, done),
      );
      const batch = [1, 2].map((index) => label(`batch-${index}`));
      mixpanel.track_batch(
        // Characters that make `+` and `/` in base64.
        batch.map((own) => ({
          event: 'Batched',
          properties: { ...user, label: own, text: '~~~???>>>' },
        })),
        (errors) => {
          for (const own of batch) settle(own)(errors?.[0]);
        },
      );
    },
    close: untilAllReported,
  };
}
