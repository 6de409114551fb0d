import { Funnel, Overview, ReleaseReport } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createExportCommand } from '../export/export-command.js';
import type { Output } from '../output.js';
import { followInvocations } from './follow-invocations.js';
import { createQuarantineCommand } from './quarantine-commands.js';
import { query } from './query-collector.js';
import {
  addFilterOption,
  addQueryOptions,
  addRangeOptions,
  describeRange,
  type QueryOptions,
  readCollector,
  readParameters,
} from './query-options.js';
import { renderReleases, renderReleasesAsMarkdown } from './render-releases.js';
import { renderFunnel, renderInvocation, renderReport } from './render-responses.js';

type Format = 'text' | 'json';
interface QueryCommandOptions extends QueryOptions {
  output: Format;
}

interface ReportOptions extends QueryOptions {
  output: Format | 'markdown';
  since?: string;
  release?: string;
}

const formatOption = () =>
  new Option('-o, --output <format>').choices(['text', 'json']).default('text');

function createQuery(name: string, description: string): Command {
  const command = addQueryOptions(new Command(name).description(description));
  return addFilterOption(command).addOption(formatOption());
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 86_400))
    throw new InvalidArgumentError('Must be a number of seconds.');
  return value;
}

/** Commands that query a collector over HTTP. */
export function createCollectorCommands(output: Output): Command[] {
  const print = (format: Format, response: unknown, text: string) =>
    output.print(format === 'json' ? `${JSON.stringify(response, null, 2)}\n` : text);

  const report = addRangeOptions(
    addFilterOption(
      addQueryOptions(
        new Command('report').description('how a tool is doing: use, success, durations'),
      ),
    ),
  )
    .option('--since <version>', 'what got worse since this release; then the exit code is 1')
    .option('--release <version>', 'the release that is compared; default: the newest')
    .addOption(
      new Option('-o, --output <format>', 'markdown needs --since or --release')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .action(async (options: ReportOptions) => {
      const { since, release, output: format } = options;
      const queryReleases = () =>
        query(readCollector(options), {
          path: '/api/v1/releases/report',
          parameters: { ...readParameters(options), since, release },
          response: ReleaseReport,
        });
      if (since !== undefined || release !== undefined) {
        const response = await queryReleases();
        const render = format === 'markdown' ? renderReleasesAsMarkdown : renderReleases;
        print(format === 'json' ? 'json' : 'text', response, render(response));
        if (response.releases.some(({ worse }) => worse.length > 0)) process.exitCode = 1;
        return;
      }
      if (format === 'markdown') {
        throw new SondeError('option_invalid', { detail: 'markdown needs --since or --release' });
      }
      const response = await query(readCollector(options), {
        path: '/api/v1/overview',
        parameters: readParameters(options),
        response: Overview,
      });
      if (format === 'json') print(format, response, '');
      else {
        output.print(renderReport(response, describeRange(options)));
        if (response.totals.invocations > 0) {
          output.print(`\n${renderReleases(await queryReleases())}`);
        }
      }
    });

  const funnel = addRangeOptions(
    createQuery('funnel', 'the funnel of a flow: where runs stop, and why'),
  )
    .argument('<flow>', 'name of the flow in the catalog')
    .action(async (flow: string, options: QueryCommandOptions) => {
      const response = await query(readCollector(options), {
        path: `/api/v1/flows/${encodeURIComponent(flow)}/funnel`,
        parameters: readParameters(options),
        response: Funnel,
      });
      print(options.output, response, renderFunnel(response));
    });

  const tail = createQuery('tail', 'invocations as they arrive, until Ctrl-C')
    .option('--interval <seconds>', 'seconds between queries', seconds, 2)
    .action(async (options: QueryCommandOptions & { interval: number }) => {
      process.once('SIGINT', () => process.exit(0));
      for await (const one of followInvocations({
        collector: readCollector(options),
        parameters: readParameters(options),
        intervalMs: options.interval * 1_000,
        onOutage: (error) =>
          output.note(`${error.code}: ${error.message} Waiting for the collector.`),
      })) {
        output.print(
          options.output === 'json' ? `${JSON.stringify(one)}\n` : `${renderInvocation(one)}\n`,
        );
      }
    });

  return [report, funnel, tail, createExportCommand(), createQuarantineCommand(output)];
}
