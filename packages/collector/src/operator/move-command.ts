import { resolve } from 'node:path';
import { formatQuantity } from '@sonde/analytics/format';
import { SondeError } from '@sonde/protocol';
import { moveStore } from '@sonde/store';
import { type Command, Option } from 'commander';
import { readServerFiles } from '../open-store.js';
import { addStoreOptions, readServerSettings, type ServerTexts } from '../server-settings.js';
import { defaultSettings } from '../settings.js';

/** Adds `move` to the program. */
export function addMoveCommand(program: Command): void {
  addStoreOptions(
    program
      .command('move')
      .description('copy the data of an embedded store to empty ClickHouse servers')
      .addOption(
        new Option('--data-dir <directory>', 'where the data is; no collector may use it')
          .env('SONDE_DATA_DIR')
          .default(defaultSettings.dataDir),
      ),
  ).action(async (texts: ServerTexts & { dataDir: string }) => {
    const server = readServerSettings(texts, process.cwd());
    if (server === undefined) {
      throw new SondeError('setting_invalid', {
        detail: '--store or SONDE_STORE: must name the servers to move to',
      });
    }
    let events = 0;
    await moveStore({
      dataDirectory: resolve(texts.dataDir || defaultSettings.dataDir),
      server: {
        ...(await readServerFiles(server)),
        onFault: (message) => process.stderr.write(`${message}\n`),
      },
      onTable: ({ name, rows, wasThere }) => {
        if (name === 'events') events = rows;
        const state = wasThere ? 'moved before' : 'moved';
        process.stdout.write(`  ${state}  ${name}: ${formatQuantity(rows, 'row')}\n`);
      },
    });
    process.stdout.write(
      `All rows were compared, ${formatQuantity(events, 'event')} among them. Start the collector with --store and a new --data-dir.\n`,
    );
  });
}
