import { cac } from 'cac';
import { createTelemetry } from 'sonde';
import { instrument } from 'sonde/cac';
import { defineCatalog, oneOf } from 'sonde/catalog';

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

const cli = cac('lantern');
cli
  .command('light <room>', 'Light the lantern of a room')
  .option('--oil <oil>', 'What it burns', { default: 'olive' })
  .action((room, { oil }) => {
    if (room === 'attic') throw new RangeError('there is no lantern in the attic');
    telemetry.track('Lantern Lit', { oil });
    console.log(`The ${room} is lit.`);
  });
cli.help();
cli.version('1.0.0');

instrument(cli, telemetry);
cli.parse();
