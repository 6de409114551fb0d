// @segment/analytics-node, and @customerio/cdp-analytics-node, which has the same calls.

export function open({ module, endpoint, key, prefix, time, limitMs, record, delivered, failed }) {
  const analytics = new module.Analytics({ writeKey: key, host: endpoint });
  // Without a listener, an error would end the process.
  analytics.on('error', () => {});
  const settle = (label) => (error) =>
    error ? failed(label, error.reason?.message ?? error.message ?? error) : delivered(label);
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
    close: () => analytics.closeAndFlush({ timeout: limitMs }),
  };
}
