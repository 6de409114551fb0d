import { defineCommand, runMain } from 'citty';
import { createTelemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';
import { instrument } from 'sonde/citty';

const catalog = defineCatalog({
  tool: 'lantern',
  purpose: 'To see which lanterns people light.',
  events: { 'Lantern Lit': { properties: { oil: oneOf('olive', 'whale') } } },
  commands: { 'lantern light': { arguments: { room: oneOf('hall', 'cellar') } } },
});
const telemetry = createTelemetry({
  catalog,
  version: '1.0.0',
  endpoint: 'http://127.0.0.1:7377',
});

const light = defineCommand({
  meta: { name: 'light', description: 'Light the lantern of a room' },
  args: {
    room: { type: 'positional', description: 'Which room' },
    oil: {
      type: 'enum',
      options: ['olive', 'whale'],
      default: 'olive',
      description: 'What it burns',
    },
  },
  run({ args }) {
    if (args.room === 'attic') throw new RangeError('there is no lantern in the attic');
    telemetry.track('Lantern Lit', { oil: args.oil });
    console.log(`The ${args.room} is lit.`);
  },
});
const main = defineCommand({
  meta: { name: 'lantern', version: '1.0.0', description: 'Lanterns for a house' },
  subCommands: { light },
});

await runMain(instrument(main, telemetry));
