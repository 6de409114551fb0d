import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { SondeError } from '@sonde/protocol';
import { Command, Option } from 'commander';
import { fetchResponse } from '../collector/query-collector.js';
import {
  addQueryOptions,
  addRangeOptions,
  type QueryOptions,
  readCollector,
  readParameters,
} from '../collector/query-options.js';
import { createNewFile } from './new-file.js';
import { type ProgressBar, showProgress } from './progress-bar.js';
import { readLines } from './read-lines.js';
import { type ExportFormat, exportFormats } from './render-export.js';

interface GivenOptions extends QueryOptions {
  format?: ExportFormat;
  output?: string;
  force?: true;
}

type ExportOptions = GivenOptions & { format: ExportFormat };

const gzipEnding = /\.gz$/i;

/** `sonde export`: every event of a project, in a file or on stdout. */
export function createExportCommand(): Command {
  return addRangeOptions(
    addQueryOptions(new Command('export').description('export every stored event')),
  )
    .addOption(
      new Option(
        '--format <format>',
        'ndjson has one JSON object per line; default: as the name of the file ends, else ndjson; a name that ends in .gz is compressed',
      ).choices(Object.keys(exportFormats)),
    )
    .option('--out, --output <file>', 'write this file instead of stdout (-); parquet needs it')
    .option('--force', 'replace the file if it exists')
    .action(({ output, ...others }: GivenOptions) => {
      const options = { ...others, ...(output !== undefined && output !== '-' && { output }) };
      return runExport({ ...options, format: chooseFormat(options) });
    });
}

function chooseFormat({ format, output = '' }: GivenOptions): ExportFormat {
  const ending = extname(output.replace(gzipEnding, '')).slice(1).toLowerCase();
  return format ?? (Object.hasOwn(exportFormats, ending) ? (ending as ExportFormat) : 'ndjson');
}

async function runExport(options: ExportOptions): Promise<void> {
  const { format, output, force = false } = options;
  if (format === 'parquet' && output === undefined) {
    throw new SondeError('option_invalid', { detail: 'parquet needs --output <file>' });
  }
  const isCompressed = output !== undefined && gzipEnding.test(output);
  if (format === 'parquet' && isCompressed) {
    throw new SondeError('option_invalid', {
      detail: 'parquet is compressed already: the name of its file cannot end in .gz',
    });
  }
  await untilCancelled(async (signal) => {
    // Before the request: the collector records it in the audit log.
    const file = output === undefined ? undefined : await createNewFile(output, force);
    try {
      const pieces = await requestExport(options, signal);
      if (file === undefined) {
        await print(pieces, signal);
        return;
      }
      const write = async (content: AsyncIterable<string | Uint8Array>) => {
        for await (const piece of content) await file.write(piece);
      };
      await (isCompressed ? pipeline(pieces, createGzip(), write) : write(pieces));
      await file.complete();
    } finally {
      await file?.discard();
    }
  });
}

/** Requests the export; resolves once the response has begun. */
async function requestExport(options: ExportOptions, signal: AbortSignal) {
  // Every format is rendered from the same lines, whose end can be verified.
  const { body, headers } = await fetchResponse(
    readCollector(options),
    '/api/v1/export/events',
    { format: 'ndjson', closing_line: 'true', ...readParameters(options) },
    { signal },
  );
  const rows = Number(headers.get('sonde-rows') ?? Number.NaN);
  const isShown = process.stderr.isTTY && (options.output !== undefined || !process.stdout.isTTY);
  const bar = isShown && rows > 0 ? await showProgress(rows) : undefined;
  return exportFormats[options.format](countLines(readLines(body ?? Readable.from([])), bar));
}

async function* countLines(
  lines: AsyncIterable<string[]>,
  bar: ProgressBar | undefined,
): AsyncGenerator<string[]> {
  try {
    for await (const some of lines) {
      bar?.advance(some.length);
      yield some;
    }
  } finally {
    bar?.stop();
  }
}

async function print(
  pieces: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), process.stdout, { end: false, signal });
  } catch (error) {
    // The reader of our output may stop early.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs an act that a signal aborts; then throws `cancelled` with the signal as its detail. */
async function untilCancelled(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const cancel = (signal: NodeJS.Signals) => controller.abort(signal);
  for (const signal of signals) process.once(signal, cancel);
  try {
    await act(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    throw new SondeError('cancelled', { detail: String(controller.signal.reason), cause: error });
  } finally {
    for (const signal of signals) process.off(signal, cancel);
  }
}
