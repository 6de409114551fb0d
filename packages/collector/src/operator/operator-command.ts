import { resolve } from 'node:path';
import { openEmbeddedStore } from '@sonde/store';
import { type Command, Option } from 'commander';
import { readConfigFile } from '../config-file.js';
import { defaultSettings, readPublicUrl } from '../settings.js';
import { startCollector } from '../start-collector.js';
import type { AskOperator } from './ask-operator.js';
import { runAsOperator } from './run-as-operator.js';

/** Which collector a command is for, as text. */
export interface OperatorTexts {
  dataDir: string;
  config?: string;
  /** Where one-time links lead when the collector does not run. */
  publicUrl?: string;
}

/** Gives a command the options that say which collector it is for. */
export function addOperatorOptions(command: Command): Command {
  return command
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
 * Runs a command of the operator, whether the collector runs or not.
 *
 * @example
 * ```ts
 * const texts = { dataDir: './sonde-data' };
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
      openStore: () => openEmbeddedStore({ directory: dataDirectory }),
      configuration: texts.config ? await readConfigFile(resolve(texts.config)) : undefined,
    });
  return runAsOperator({ dataDirectory, start }, act);
}
