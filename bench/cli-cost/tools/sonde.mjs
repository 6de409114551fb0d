import { createTelemetry, defineCatalog, slug } from 'sonde';
import { end, endpoint, events, run } from './ending.mjs';

const properties = { run: slug(/^[a-z0-9]+$/) };
const catalog = defineCatalog({
  tool: 'bench',
  consentVersion: 1,
  events: Object.fromEntries(events.map((event) => [event, { properties }])),
  flows: {},
});
const telemetry = createTelemetry({ catalog, version: '1.0.0', endpoint });
for (const event of events) telemetry.track(event, { run });
// Nothing to close: tracked events are on disk.
await end(() => {});
