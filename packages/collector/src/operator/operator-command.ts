import { resolve } from 'node:path';
import { openEmbeddedStore } from '@sonde/store';
import { type Command, Option } from 'commander';
import { readConfigFile } from '../config-file.js';
import { defaultSettings } from '../settings.js';
import { startCollector } from '../start-collector.js';
import type { AskOperator } from './ask-operator.js';
import { runAsOperator } from './run-as-operator.js';

/** Which collector a command is for, as text. */
export interface OperatorTexts {
  dataDir: string;
  config?: string;
}

/** Gives a command the options that say which collector it is for. */
export function addOperatorOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--data-dir <directory>', 'the data directory of the collector')
        .env('SONDE_DATA_DIR')
        .default(defaultSettings.dataDir),
    )
    .addOption(
      new Option('--config <file>', 'its configuration file; read only when it does not run').env(
        'SONDE_CONFIG',
      ),
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
      openStore: () => openEmbeddedStore({ directory: dataDirectory }),
      configuration: texts.config ? await readConfigFile(resolve(texts.config)) : undefined,
    });
  return runAsOperator({ dataDirectory, start }, act);
}
