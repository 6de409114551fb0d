import { createTelemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';

const catalog = defineCatalog({
  tool: 'lantern',
  purpose: 'To see which lanterns people light.',
  events: { 'Lantern Lit': { properties: { oil: oneOf('olive', 'whale') } } },
  commands: { 'lantern light': { arguments: { room: oneOf('hall', 'cellar') } } },
});
export const telemetry = createTelemetry({
  catalog,
  version: '1.0.0',
  endpoint: 'http://127.0.0.1:7377',
});
