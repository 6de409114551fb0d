import { createTelemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';
import { instrument } from 'sonde/yargs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';

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

const program = yargs(hideBin(process.argv))
  .scriptName('lantern')
  .command(
    'light <room>',
    'light the lantern of a room',
    (command) =>
      command.positional('room', { type: 'string', demandOption: true }).option('oil', {
        choices: ['olive', 'whale'],
        default: 'olive',
        describe: 'what it burns',
      }),
    ({ room, oil }) => {
      if (room === 'attic') throw new RangeError('there is no lantern in the attic');
      telemetry.track('Lantern Lit', { oil });
      console.log(`The ${room} is lit.`);
    },
  )
  .demandCommand(1)
  .strict();

instrument(program, telemetry);
await program.parseAsync();
