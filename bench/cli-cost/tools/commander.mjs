// The small tool written like most tools: a parser, one command.
import { Command } from 'commander';

const program = new Command('bench').version('1.0.0');
program
  .command('hello <name>')
  .option('--loud', 'in capitals')
  .action(() => {});
await program.parseAsync();
