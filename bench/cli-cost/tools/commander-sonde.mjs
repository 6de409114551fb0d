// The same with Sonde, as docs/quick-start.md says: five events, including those of the command
// itself.
import { Command } from 'commander';
import { createTelemetry } from 'sonde';
import { instrument } from 'sonde/commander';
import { catalog } from './catalog.mjs';

const telemetry = createTelemetry({
  catalog,
  version: '1.0.0',
  endpoint: process.env.BENCH_ENDPOINT,
});
const program = new Command('bench').version('1.0.0');
program
  .command('hello <name>')
  .option('--loud', 'in capitals')
  .action(() => {
    telemetry.track('Opened', { volume: 'normal' });
    telemetry.track('Greeted', { volume: 'loud' });
    telemetry.track('Closed', { volume: 'normal' });
  });
instrument(program, telemetry);
await program.parseAsync();
