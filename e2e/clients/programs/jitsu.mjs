// @jitsu/js. A call resolves in any case; errors go to the console, or to a function.
import { AsyncLocalStorage } from 'node:async_hooks';

/** The label of the call that is under way. */
const calls = new AsyncLocalStorage();

export function open({
  module,
  endpoint,
  key,
  prefix,
  time,
  settings,
  record,
  delivered,
  failed,
  untilAllReported,
}) {
  const jitsu = module.jitsuAnalytics({
    host: endpoint,
    writeKey: key,
    runtime: module.emptyRuntime({}),
    errorPolicy: (message) => failed(calls.getStore(), message),
    ...settings,
  });
  const settle = async (label, start) => {
    await calls.run(label, start);
    delivered(label);
  };

  return {
    track(label) {
      settle(label, () => jitsu.track('Counted', { label }));
    },
    async sendEachKind() {
      const call = (name, start) => {
        const label = record(`${prefix}-${name}`);
        return settle(label, () => start({ label }));
      };
      await call('track', (own) =>
        jitsu.track('Report Opened', { ...own, pages: 3, columns: ['a', 'b'], timestamp: time }),
      );
      await call('identify', (own) => jitsu.identify(`${prefix}-user`, { ...own, plan: 'pro' }));
      await call('group', (own) => jitsu.group('acme', { ...own, seats: 5 }));
      await call('page', (own) =>
        jitsu.page({ ...own, name: 'Home', url: 'https://example.org/' }),
      );
      await call('after', (own) => jitsu.track('Report Closed', own));
    },
    close: untilAllReported,
  };
}
