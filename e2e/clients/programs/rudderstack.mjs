// @rudderstack/rudder-sdk-node.

export function open(options) {
  const { module: Analytics, client, endpoint, key, prefix, time } = options;
  const { record, delivered, failed, untilAllReported } = options;
  // Without its handler of errors, a failed request ends the process.
  const settings = { errorHandler: () => {}, logLevel: 'error' };
  const analytics =
    client === 'rudderstack-1'
      ? new Analytics(key, `${endpoint}/v1/batch`, settings)
      : new Analytics(key, { dataPlaneUrl: endpoint, ...settings });
  const settle = (label) => (error) => (error ? failed(label, error.message) : delivered(label));
  const user = { userId: `${prefix}-user` };
  const timestamp = new Date(time);

  return {
    track(label) {
      analytics.track({ ...user, event: 'Counted', properties: { label } }, settle(label));
    },
    sendEachKind() {
      const anonymousId = `${prefix}-anonymous`;
      const call = (kind, toMessage) => {
        const label = record(`${prefix}-${kind}`);
        analytics[kind]({ ...user, timestamp, ...toMessage({ label }) }, settle(label));
      };
      call('track', (label) => ({
        userId: undefined,
        anonymousId,
        event: 'Report Opened',
        properties: { ...label, pages: 3, columns: ['a', 'b'] },
      }));
      call('identify', (label) => ({ anonymousId, traits: { ...label, plan: 'pro' } }));
      call('alias', (label) => ({ previousId: `${prefix}-old-user`, context: { app: label } }));
      call('group', (label) => ({ groupId: 'acme', traits: { ...label, seats: 5 } }));
      call('page', (properties) => ({ name: 'Home', properties }));
      call('screen', (properties) => ({ name: 'Start', properties }));
    },
    async close() {
      // One flush sends one batch.
      const timer = setInterval(() => Promise.resolve(analytics.flush()).catch(() => {}), 500);
      await untilAllReported();
      clearInterval(timer);
    },
  };
}
