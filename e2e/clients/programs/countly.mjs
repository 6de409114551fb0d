// countly-sdk-nodejs. It reports nothing: what has left its queue, which it keeps in a storage that a
// program may supply, was delivered in its opinion.
import { setTimeout as sleep } from 'node:timers/promises';

export function open({ module: countly, endpoint, key, prefix, deadline, record, delivered }) {
  const stored = new Map();
  const labels = [];
  countly.init({
    app_key: key,
    device_id: `${prefix}-anonymous`,
    url: endpoint,
    // Seconds; the default, a minute, would stop the queue for the length of the test.
    fail_timeout: 1,
    custom_storage_method: {
      storeSet: (name, value) => stored.set(name, JSON.stringify(value)),
      storeGet: (name, otherwise) => (stored.has(name) ? JSON.parse(stored.get(name)) : otherwise),
      storeRemove: (name) => stored.delete(name),
    },
  });
  const add = (label, key, segmentation) => {
    labels.push(label);
    countly.add_event({ key, count: 1, segmentation: { label, ...segmentation } });
  };
  // It sends one request at a time, and each moment's events with one of their own. So that it can
  // catch up after a failure, the program records twenty at once.
  const waiting = [];
  const addWaiting = () => {
    for (const label of waiting.splice(0)) add(label, 'Counted');
  };
  const queue = () => `${stored.get('cly_event') ?? ''} ${stored.get('cly_queue') ?? ''}`;

  return {
    track(label) {
      waiting.push(label);
      if (waiting.length === 20) addWaiting();
    },
    async sendEachKind() {
      const label = (name) => record(`${prefix}-${name}`);
      add(label('event'), 'Report Opened', { pages: 3 });
      countly.begin_session(true);
      countly.user_details({ name: 'Ada', custom: { plan: 'pro' } });
      const view = label('view');
      labels.push(view);
      countly.track_view(view);
      // The identifier changes only what is recorded later, so let the former leave first.
      while (queue() !== '[] []') await sleep(50);
      countly.change_id(`${prefix}-user`, true);
      add(label('after'), 'Report Closed');
    },
    async close() {
      addWaiting();
      // A finished request writes the queue without it; a failed one is put back.
      while (queue() !== '[] []' && Date.now() < deadline - 1_000) await sleep(50);
      if (queue() === '[] []') for (const label of labels) delivered(label);
    },
  };
}
