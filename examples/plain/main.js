import { parseArgs } from 'node:util';
import { createTelemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';
import { reportCommand } from 'sonde/plain';

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

function light(room, oil) {
  if (room === 'attic') throw new RangeError('there is no lantern in the attic');
  telemetry.track('Lantern Lit', { oil });
  console.log(`The ${room} is lit.`);
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'telemetry') {
  process.exitCode = await telemetry.runCommand(rest);
} else if (command === 'light') {
  const { values, positionals, tokens } = parseArgs({
    args: rest,
    options: { oil: { type: 'string', default: 'olive' }, 'no-telemetry': { type: 'boolean' } },
    allowPositionals: true,
    tokens: true,
  });
  const [room] = positionals;
  const invoked = { name: command, flags: tokens, positionals: { room } };
  await reportCommand(telemetry, invoked, async () => light(room, values.oil));
} else {
  console.log('Usage: lantern light <room> [--oil <oil>] [--no-telemetry]');
  console.log('       lantern telemetry status | enable | disable | log | doctor | delete');
  process.exitCode = command === '--help' ? 0 : 1;
}
