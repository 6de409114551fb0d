// @amplitude/analytics-node.

export function open(options) {
  const { module, endpoint, key, prefix, time, count, settings, record, delivered, failed } =
    options;
  const amplitude = module.createInstance();
  const opened = amplitude.init(key, {
    serverUrl: `${endpoint}/2/httpapi`,
    logLevel: module.Types.LogLevel.None,
    ...settings,
  });
  const settle = ({ promise }, label) =>
    promise.then(({ code, message }) => (code === 200 ? delivered(label) : failed(label, message)));
  const calls = [];
  const user = { user_id: `${prefix}-user` };

  return {
    track(label) {
      calls.push(settle(amplitude.track('Counted', { label }, user), label));
    },
    async sendEachKind() {
      await opened.promise;
      const at = { time: new Date(time).getTime() };
      const label = (name) => record(`${prefix}-${name}`);
      const call = (name, start) => {
        const own = label(name);
        calls.push(settle(start(own), own));
      };
      const device = { device_id: `${prefix}-anonymous` };
      call('track', (own) =>
        amplitude.track(
          'Report Opened',
          { label: own, pages: 3, columns: ['a', 'b'] },
          { ...device, ...at },
        ),
      );
      call('identify', (own) =>
        amplitude.identify(new module.Identify().set('label', own).set('plan', 'pro'), {
          ...user,
          ...device,
          ...at,
        }),
      );
      call('set-group', (own) =>
        amplitude.setGroup('company', 'acme', { ...user, ...at, extra: { label: own } }),
      );
      call('group', (own) =>
        amplitude.groupIdentify(
          'company',
          'acme',
          new module.Identify().set('label', own).set('seats', 5),
          { ...user, ...at },
        ),
      );
      call('revenue', (own) =>
        amplitude.revenue(
          new module.Revenue()
            .setProductId('seat')
            .setPrice(9.5)
            .setQuantity(2)
            .setEventProperties({ label: own }),
          { ...user, ...at },
        ),
      );
    },
    async close() {
      // `flush()` gives up after one try, so a run that lasts leaves it to the client's timer.
      if (count === undefined) await amplitude.flush().promise;
      await Promise.all(calls);
    },
  };
}
