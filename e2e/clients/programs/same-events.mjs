// Gives events of Sonde to a vendor's own client, as the vendor's documentation says. Reads as JSON from
// stdin: { vendor, url, key, events }.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const { vendor, url, key, events } = JSON.parse(await text(process.stdin));
const require = createRequire(import.meta.url);
const isIdentify = ({ event }) => event === '$identify';
/** What a tool's author would pass: no client has fields of its own for these. */
const propertiesOf = ({ properties, project_id, flow, flow_run_id }) => ({
  ...properties,
  ...{ project_id, flow, flow_run_id },
});

const vendors = {
  async segment() {
    const { Analytics } = require('segment-3');
    const analytics = new Analytics({ writeKey: key, host: url, flushAt: events.length });
    for (const event of events) {
      const { user_id: userId, anonymous_id: anonymousId, timestamp, insert_id: messageId } = event;
      const common = { userId, anonymousId, timestamp: new Date(timestamp), messageId };
      if (isIdentify(event)) analytics.identify({ ...common, traits: event.traits });
      else analytics.track({ ...common, event: event.event, properties: propertiesOf(event) });
    }
    await analytics.closeAndFlush();
  },

  async posthog() {
    const { PostHog } = require('posthog-5');
    // Not a server: a tool on a person's machine.
    const client = new PostHog(key, { host: url, flushAt: events.length, isServer: false });
    for (const event of events) {
      const { user_id: user, anonymous_id: anonymous, project_id: project } = event;
      const $set = event.traits;
      if (isIdentify(event)) {
        client.identify({
          distinctId: user,
          properties: { $set, $set_once: event.firstTraits, $anon_distinct_id: anonymous },
        });
      } else {
        client.capture({
          distinctId: user ?? anonymous,
          event: event.event,
          properties: {
            ...propertiesOf(event),
            ...(user === undefined && { $process_person_profile: false }),
          },
          groups: project && { project },
          timestamp: new Date(event.timestamp),
          uuid: event.insert_id,
        });
      }
    }
    await client.shutdown();
  },

  async amplitude() {
    const amplitude = require('amplitude-1.5');
    const serverUrl = `${url}/2/httpapi`;
    await amplitude.init(key, { serverUrl }).promise;
    for (const event of events) {
      const { user_id, anonymous_id: device_id, insert_id, project_id: project } = event;
      const time = Date.parse(event.timestamp);
      const groups = project && { project };
      const common = { user_id, device_id, insert_id, time, groups };
      if (isIdentify(event)) {
        const identify = new amplitude.Identify();
        for (const [name, value] of Object.entries(event.traits)) identify.set(name, value);
        amplitude.identify(identify, common);
      } else amplitude.track(event.event, propertiesOf(event), common);
    }
    await amplitude.flush().promise;
  },
};

await vendors[vendor]();
process.exit(0);
