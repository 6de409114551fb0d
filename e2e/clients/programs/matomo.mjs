// matomo-tracker. It reports errors only, by an event that names no request: so each request has a
// tracker of its own here, and a request without an error by the time its socket is done was
// delivered in its opinion.
import { subscribe } from 'node:diagnostics_channel';

export function open({
  module: MatomoTracker,
  endpoint,
  key,
  prefix,
  time,
  record,
  delivered,
  failed,
  untilAllReported,
}) {
  const open = (labels) => {
    const tracker = new MatomoTracker(1, `${endpoint}/matomo.php`);
    tracker.on('error', (reason) => {
      for (const label of labels) failed(label, reason);
    });
    return tracker;
  };
  const event = (label) => ({
    url: 'https://example.org/app',
    e_c: 'reports',
    e_a: 'Counted',
    e_n: label,
    token_auth: key,
  });
  const sendAll = (events) => {
    const labels = events.map(({ e_n }) => e_n);
    open(labels).trackBulk(events, () => {
      for (const label of labels) delivered(label);
    });
  };

  return {
    // Only a bulk request tells when it is done.
    track: (label) => sendAll([event(label)]),
    sendEachKind() {
      const label = (name) => record(`${prefix}-${name}`);
      const user = { uid: `${prefix}-user`, _id: '0123456789abcdef', cdt: time };
      sendAll(
        ['one', 'two'].map((name) => ({ ...event(label(name)), ...user, e_a: 'Report Opened' })),
      );
      const page = label('page');
      open([page]).track({
        ...user,
        url: 'https://example.org/',
        action_name: page,
        token_auth: key,
      });
      // It tells nothing about a success.
      subscribe('http.client.response.finish', ({ request }) => {
        if (request.path.includes(page)) setImmediate(() => delivered(page));
      });
    },
    close: untilAllReported,
  };
}
