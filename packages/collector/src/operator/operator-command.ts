import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readConfigFile } from '../config-file.js';
import { openStore } from '../open-store.js';
import { addStoreOptions, readServerSettings, type ServerTexts } from '../server-settings.js';
import { defaultSettings, readPublicUrl } from '../settings.js';
import { startCollector } from '../start-collector.js';
import type { AskOperator } from './ask-operator.js';
import { runAsOperator } from './run-as-operator.js';

/** Options that select the collector, as text. */
export interface OperatorTexts extends ServerTexts {
  dataDir: string;
  config?: string;
  /** Base address of one-time links if the collector is not running. */
  publicUrl?: string;
}

/** Adds the options that select the collector. */
export function addOperatorOptions(command: Command): Command {
  command
    .addOption(
      new Option('--data-dir <directory>', 'data directory of the collector')
        .env('SONDE_DATA_DIR')
        .default(defaultSettings.dataDir),
    )
    .addOption(
      new Option(
        '--config <file>',
        'configuration file; used only if the collector is stopped',
      ).env('SONDE_CONFIG'),
    );
  return addStoreOptions(command);
}

/** For commands that print one-time links. */
export function addPublicUrlOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--public-url <url>',
      'base address of the link; used only if the collector is stopped',
    ).env('SONDE_PUBLIC_URL'),
  );
}

/**
 * Runs an operator command, whether or not the collector is running.
 *
 * @example
 * ```ts
 * const texts = { dataDir: './sonde-data', store: 'embedded' };
 * const projects = await commandCollector(texts, (ask) => ask('GET', '/api/v1/projects'));
 * ```
 */
export function commandCollector<Result>(
  texts: OperatorTexts,
  act: (ask: AskOperator) => Promise<Result>,
): Promise<Result> {
  const dataDirectory = resolve(texts.dataDir || defaultSettings.dataDir);
  const start = async () =>
    startCollector({
      operatorOnly: true,
      dataDirectory,
      publicUrl: texts.publicUrl ? readPublicUrl(texts.publicUrl) : undefined,
      openStore: () =>
        openStore(
          {
            directory: dataDirectory,
            onFault: (message) => process.stderr.write(`${message}\n`),
          },
          readServerSettings(texts, process.cwd()),
          { mustLead: true },
        ),
      configuration: texts.config ? await readConfigFile(resolve(texts.config)) : undefined,
    });
  return runAsOperator({ dataDirectory, start }, act);
}
