import { DropReport, ReplayReport } from '@sonde/analytics';
import {
  describeDrop,
  describeReplay,
  isReplayFailed,
  printable,
  replayPages,
} from '@sonde/analytics/format';
import { SondeError } from '@sonde/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Type } from 'typebox';
import type { Output } from '../output.js';
import { type Parameters, query } from './query-collector.js';
import {
  addQueryOptions,
  addRangeOptions,
  type QueryOptions,
  readCollector,
  readParameters,
} from './query-options.js';

interface SelectionOptions extends QueryOptions {
  code?: string;
  event?: string;
  tool?: string;
  field?: string;
  output: 'text' | 'json';
}

const QuarantinedEvent = Type.Object({
  id: Type.String(),
  received_at: Type.String(),
  insert_id: Type.Union([Type.String(), Type.Null()]),
  tool: Type.String(),
  event: Type.String(),
  code: Type.String(),
  field: Type.Union([Type.String(), Type.Null()]),
  message: Type.String(),
  body: Type.Optional(Type.Unknown()),
});
const QuarantinedEventPage = Type.Object({
  events: Type.Array(QuarantinedEvent),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});

const idArgument = ['[ids...]', 'ids from the list; default: all that match the options'] as const;

function addSelection(command: Command): Command {
  return addRangeOptions(addQueryOptions(command))
    .option('--code <code>', 'only events with this reason')
    .option('--event <name>', 'only events with this name')
    .option('--tool <name>', 'only events of this tool')
    .option('--field <path>', 'only events with this faulty field, such as properties.plan')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'));
}

function readSelection(options: SelectionOptions): Parameters {
  const { code, event, tool, field } = options;
  return { ...readParameters(options), code, event, tool, field };
}

const path = '/api/v1/quarantine';

/** `sonde quarantine …`: looks at quarantined events, replays them after a repair, or drops them. */
export function createQuarantineCommand(output: Output): Command {
  const command = new Command('quarantine').description('events that a collector did not accept');
  const printLines = (lines: readonly string[]) =>
    output.print(lines.map((line) => `${line}\n`).join(''));
  const printJson = (value: unknown) => output.print(`${JSON.stringify(value, null, 2)}\n`);

  addSelection(command.command('list').description('list quarantined events, newest first'))
    .option('--limit <number>', 'how many events', readLimit, 50)
    .action(async (options: SelectionOptions & { limit: number }) => {
      const response = await query(readCollector(options), {
        path: `${path}/events`,
        parameters: { ...readSelection(options), limit: String(options.limit) },
        response: QuarantinedEventPage,
      });
      if (options.output === 'json') {
        printJson(response.events);
        return;
      }
      for (const { id, received_at, event, code, field } of response.events) {
        const where = field === null ? '' : `  ${printable(field)}`;
        output.print(
          `${id}  ${received_at}  ${printable(event) || '(no name)'}  ${code}${where}\n`,
        );
      }
      if (response.events.length === 0) output.note('No quarantined events.');
      else if (response.next_cursor !== null) output.note('There are more; see --limit.');
    });

  addQueryOptions(command.command('show').description('print one event with its content, as JSON'))
    .argument('<id>', 'id from the list')
    .action(async (id: string, options: QueryOptions) => {
      printJson(
        await query(readCollector(options), {
          path: `${path}/events/${encodeURIComponent(id)}`,
          parameters: readParameters(options),
          response: QuarantinedEvent,
        }),
      );
    });

  addSelection(
    command
      .command('replay')
      .description('check them again, after the catalog was repaired, and store those that pass'),
  )
    .argument(...idArgument)
    .action(async (ids: string[], options: SelectionOptions) => {
      const collector = readCollector(options);
      const { project, ...selection } = readSelection(options);
      const done = await replayPages((cursor) =>
        query(collector, {
          path: `${path}/replay`,
          parameters: { project },
          body: {
            ...selection,
            ...(ids.length > 0 && { ids }),
            ...(cursor !== null && { cursor }),
          },
          response: ReplayReport,
        }),
      );
      if (options.output === 'json') printJson(done);
      else printLines(describeReplay(done));
      if (isReplayFailed(done)) process.exitCode = 1;
    });

  addSelection(command.command('drop').description('delete them for good'))
    .argument(...idArgument)
    .option('--all', 'drop all quarantined events of the project')
    .action(async (ids: string[], options: SelectionOptions & { all?: true }) => {
      const { project, ...selection } = readSelection(options);
      const isChosen = ids.length > 0 || Object.values(selection).some((one) => one !== undefined);
      if (!isChosen && options.all === undefined) {
        throw new SondeError('option_invalid', { detail: 'choose what to drop, or use --all' });
      }
      const response = await query(readCollector(options), {
        path: `${path}/drop`,
        parameters: { project },
        body: { ...selection, ...(ids.length > 0 && { ids }), ...(!isChosen && { all: true }) },
        response: DropReport,
      });
      if (options.output === 'json') printJson(response);
      else printLines(describeDrop(response));
    });
  return command;
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  throw new InvalidArgumentError('Must be a number from 1 to 500.');
}
