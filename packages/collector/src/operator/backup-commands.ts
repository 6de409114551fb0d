import { resolve } from 'node:path';
import { type BackupSummary, restoreBackup } from '@sonde/store';
import { type Command, Option } from 'commander';
import { defaultSettings } from '../settings.js';
import { addOperatorOptions, commandCollector, type OperatorTexts } from './operator-command.js';

/** Adds `backup` and `restore` to the program. */
export function addBackupCommands(program: Command): void {
  addOperatorOptions(
    program
      .command('backup')
      .description('write a backup; the collector may be running or stopped')
      .argument('<directory>', 'where to write it; created if missing, must be empty')
      .option('--base <backup>', 'an earlier backup; copy only what it does not contain'),
  ).action(async (directory: string, texts: OperatorTexts & { base?: string }) => {
    const body = {
      directory: resolve(directory),
      ...(texts.base === undefined ? {} : { base: resolve(texts.base) }),
    };
    const summary = await commandCollector(texts, (ask) =>
      ask('POST', '/api/v1/operator/backups', body),
    );
    process.stdout.write(describeBackup(summary as BackupSummary));
  });

  program
    .command('restore')
    .description('create a data directory from a backup')
    .argument('<backup>', 'directory that sonde-collector backup wrote')
    .addOption(
      new Option('--data-dir <directory>', 'where to restore; missing or empty')
        .env('SONDE_DATA_DIR')
        .default(defaultSettings.dataDir),
    )
    .action(async (backup: string, texts: { dataDir: string }) => {
      const dataDirectory = resolve(texts.dataDir || defaultSettings.dataDir);
      const restored = await restoreBackup({ directory: resolve(backup), dataDirectory });
      process.stdout.write(
        [
          `Restored ${describeBytes(restored.bytes)} into ${dataDirectory}`,
          `  holds    everything acknowledged before ${restored.began_at}`,
          `  written  by Sonde ${restored.version}`,
          '',
        ].join('\n'),
      );
    });
}

function describeBackup(summary: BackupSummary): string {
  return [
    `Backup written to ${summary.directory}`,
    `  holds    everything acknowledged before ${summary.began_at}`,
    `  copied   ${describeBytes(summary.bytes)} in ${summary.files} files`,
    `  needs    ${summary.base ?? 'no other backup'}`,
    '',
  ].join('\n');
}

function describeBytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
