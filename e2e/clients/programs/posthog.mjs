// posthog-node.
import { setImmediate } from 'node:timers/promises';

export function open(options) {
  const { module, client, endpoint, key, prefix, time, limitMs } = options;
  const { settings, record, delivered, failed } = options;
  const posthog = new module.PostHog(key, { host: endpoint, ...settings });
  // It has no callback for an event. `flush` names those that were sent; in version 3 and in the newest
  // format also those of a request that has just failed.
  const namesFailed = client === 'posthog-3' || process.env.POSTHOG_CAPTURE_MODE === 'v1';
  let error;
  posthog.on('error', (reason) => {
    error = reason;
  });
  posthog.on('flush', (messages) => {
    for (const { properties } of messages) {
      const label = [properties, properties.$set, properties.$group_set].find(
        (at) => at?.label,
      )?.label;
      if (namesFailed && error !== undefined) failed(label, error.message);
      else delivered(label);
    }
    error = undefined;
  });
  const distinctId = `${prefix}-user`;
  const timestamp = new Date(time);

  return {
    track(label) {
      posthog.capture({ distinctId, event: 'Counted', properties: { label } });
    },
    sendEachKind() {
      const anonymous = `${prefix}-anonymous`;
      const label = (name) => record(`${prefix}-${name}`);
      posthog.capture({
        distinctId: anonymous,
        event: 'Report Opened',
        properties: {
          label: label('track'),
          pages: 3,
          columns: ['a', 'b'],
          $set: { plan: 'pro' },
        },
        groups: { company: 'acme' },
        timestamp,
      });
      posthog.identify({ distinctId, properties: { label: label('identify'), plan: 'pro' } });
      posthog.alias({ distinctId, alias: anonymous });
      posthog.groupIdentify({
        groupType: 'company',
        groupKey: 'acme',
        properties: { label: label('group'), seats: 5 },
      });
      posthog.capture({ distinctId, event: 'Counted', properties: { label: label('after') } });
    },
    close: async () => {
      if (client !== 'posthog-3') return posthog.shutdown(limitMs);
      // Its captures join the queue a turn later. If its first request fails, a shutdown sends no other.
      await setImmediate();
      return posthog.shutdownAsync();
    },
  };
}
