import { SondeError } from '@sonde/protocol';
import { Command, Option } from 'commander';
import { Type } from 'typebox';
import { query } from '../collector/query-collector.js';
import { readCollector } from '../collector/query-options.js';
import type { Output } from '../output.js';
import { findFaults } from './check-catalog.js';
import { loadCatalog } from './load-catalog.js';

const PushedCatalog = Type.Object({
  status: Type.Union([Type.Literal('new'), Type.Literal('unchanged')]),
  project: Type.String(),
  tool: Type.String(),
  hash: Type.String(),
});

interface PushOptions {
  collector: string;
  keyFile?: string;
  project?: string;
}

/** `sonde catalog push`: stores a catalog in a collector before a release sends it. */
export function createPushCommand(output: Output): Command {
  return new Command('push')
    .description('store a catalog in a collector, before a release sends it')
    .argument('<file>', 'the module that exports the catalog (.ts, .js, .mjs, …), or its JSON form')
    .addOption(
      new Option('--collector <url>', 'address of the collector')
        .env('SONDE_COLLECTOR')
        .default('http://127.0.0.1:7377'),
    )
    .option('--key-file <file>', 'file with a write key; default: the key in SONDE_WRITE_KEY')
    .addOption(new Option('--project <id>', 'default: the project of the key').env('SONDE_PROJECT'))
    .action(async (path: string, options: PushOptions) => {
      const catalog = await loadCatalog(path);
      const faults = findFaults(catalog);
      if (faults.length > 0) {
        throw new SondeError('catalog_invalid', { detail: faults.join('; ') });
      }
      const { status, project, tool, hash } = await query(
        readCollector(options, 'SONDE_WRITE_KEY'),
        {
          path: '/api/v1/catalogs',
          parameters: { project: options.project || undefined },
          body: { catalog },
          response: PushedCatalog,
        },
      );
      output.print(`${status}: the catalog of ${tool}, ${hash}, in ${project}\n`);
    });
}
