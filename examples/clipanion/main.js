import { Builtins, Cli, Command, Option } from 'clipanion';
import { createTelemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';
import { instrument } from 'sonde/clipanion';

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

class LightCommand extends Command {
  static paths = [['light']];
  static usage = Command.Usage({ description: 'light the lantern of a room' });

  room = Option.String();
  oil = Option.String('--oil', 'olive', { description: 'what it burns' });

  async execute() {
    if (this.room === 'attic') throw new RangeError('there is no lantern in the attic');
    telemetry.track('Lantern Lit', { oil: this.oil });
    this.context.stdout.write(`The ${this.room} is lit.\n`);
  }
}

const cli = new Cli({ binaryLabel: 'Lantern', binaryName: 'lantern', binaryVersion: '1.0.0' });
cli.register(Builtins.HelpCommand);
cli.register(Builtins.VersionCommand);
cli.register(LightCommand);

instrument(cli, telemetry);
await cli.runExit(process.argv.slice(2));
