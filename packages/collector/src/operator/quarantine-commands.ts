import type { DropReport, ReplayReport } from '@sonde/analytics';
import { describeDrop, describeReplay, isReplayFailed, replayPages } from '@sonde/analytics/format';
import { SondeError } from '@sonde/protocol';
import type { Command } from 'commander';
import { addOperatorOptions, commandCollector, type OperatorTexts } from './operator-command.js';

interface SelectionTexts extends OperatorTexts {
  project: string;
  code?: string;
  event?: string;
  tool?: string;
  field?: string;
}

/** Adds `quarantine replay|drop` to the program: a read key, which `sonde` uses, cannot change anything. */
export function addQuarantineCommands(program: Command): void {
  const quarantine = program
    .command('quarantine')
    .description('replay or drop quarantined events; list them with `sonde quarantine list`');

  addSelection(
    quarantine
      .command('replay')
      .description('check them again, after the catalog was repaired, and store those that pass'),
  ).action(async (ids: string[], texts: SelectionTexts) => {
    const done = await commandCollector(texts, (ask) =>
      replayPages(
        async (cursor) =>
          (await ask('POST', pathOf('replay', texts), {
            ...readSelection(ids, texts),
            ...(cursor !== null && { cursor }),
          })) as ReplayReport,
      ),
    );
    print(describeReplay(done));
    if (isReplayFailed(done)) process.exitCode = 1;
  });

  addSelection(quarantine.command('drop').description('delete them for good'))
    .option('--all', 'drop all quarantined events of the project')
    .action(async (ids: string[], texts: SelectionTexts & { all?: true }) => {
      const selection = readSelection(ids, texts);
      const isChosen = Object.keys(selection).length > 0;
      if (!isChosen && texts.all === undefined) {
        throw new SondeError('option_invalid', { detail: 'choose what to drop, or use --all' });
      }
      const done = await commandCollector(
        texts,
        async (ask) =>
          (await ask('POST', pathOf('drop', texts), {
            ...selection,
            ...(!isChosen && { all: true }),
          })) as DropReport,
      );
      print(describeDrop(done));
    });
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function addSelection(command: Command): Command {
  return addOperatorOptions(
    command
      .argument('[ids...]', 'ids from the list; default: all that match the options')
      .option('--project <id>', 'project of the events', 'default')
      .option('--code <code>', 'only events with this reason')
      .option('--event <name>', 'only events with this name')
      .option('--tool <name>', 'only events of this tool')
      .option('--field <path>', 'only events with this faulty field, such as properties.plan'),
  );
}

function readSelection(ids: string[], { code, event, tool, field }: SelectionTexts) {
  return {
    ...(ids.length > 0 && { ids }),
    ...(code !== undefined && { code }),
    ...(event !== undefined && { event }),
    ...(tool !== undefined && { tool }),
    ...(field !== undefined && { field }),
  };
}

function pathOf(act: 'replay' | 'drop', { project }: SelectionTexts): string {
  return `/api/v1/quarantine/${act}?project=${encodeURIComponent(project)}`;
}
