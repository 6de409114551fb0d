import { SondeError } from '@sonde/protocol';
import { Command, Option } from 'commander';
import { hashCatalog } from 'sonde/catalog';
import type { Output } from '../output.js';
import { findFaults, findUndescribed } from './check-catalog.js';
import { diffCatalogs, renderDiff } from './diff-catalogs.js';
import { type GeneratedFile, keepGeneratedFile } from './generated-file.js';
import { loadCatalog } from './load-catalog.js';
import { createPushCommand } from './push-catalog.js';
import { renderTelemetryDocument } from './telemetry-document.js';

interface DocsOptions {
  out: string;
  check?: true;
  commandPrefix?: string;
}

const count = (of: number, unit: string): string => `${of} ${unit}${of === 1 ? '' : 's'}`;

/** `sonde catalog …`: for maintainers who work with the catalog of their tool. */
export function createCatalogCommand(output: Output): Command {
  const command = new Command('catalog').description('work with the catalog of a tool');
  const write = async (file: GeneratedFile) => {
    await keepGeneratedFile(file);
    if (!file.check) output.note(`Wrote ${file.path}.`);
  };
  const file = 'the module that exports the catalog (.ts, .js, .mjs, …), or its JSON form';

  command
    .command('check')
    .description('check a catalog')
    .argument('<file>', file)
    .action(async (path: string) => {
      const catalog = await loadCatalog(path);
      const faults = findFaults(catalog);
      if (faults.length > 0) {
        throw new SondeError('catalog_invalid', { detail: faults.join('; ') });
      }
      const undescribed = findUndescribed(catalog);
      for (const name of undescribed) output.note(`no description: ${name}`);
      output.print(
        `The catalog of ${catalog.tool} is valid: ${count(catalog.events.length, 'event')}, ${count(catalog.flows.length, 'flow')}, consent version ${catalog.consent_version}, hash ${hashCatalog(catalog)}.\n`,
      );
    });

  command
    .command('json')
    .description('print a catalog as JSON, as collectors accept it')
    .argument('<file>', file)
    .option('--out <file>', 'write to this file instead of stdout')
    .option('--check', 'write nothing; fail if the file is out of date')
    .action(async (path: string, options: { out?: string; check?: true }) => {
      if (options.check && options.out === undefined) {
        throw new SondeError('option_invalid', { detail: '--check requires --out' });
      }
      const text = `${JSON.stringify(await loadCatalog(path), null, 2)}\n`;
      if (options.out === undefined) output.print(text);
      else await write({ path: options.out, text, check: options.check ?? false });
    });

  command
    .command('docs')
    .description('write a page for the tool’s users about what is collected')
    .argument('<file>', file)
    .option('--out <file>', 'file to write; - is stdout', 'TELEMETRY.md')
    .option('--check', 'write nothing; fail if the file is out of date')
    .option(
      '--command-prefix <words>',
      'what users type before "disable", for example "orbit telemetry:" with oclif',
    )
    .action(async (path: string, options: DocsOptions) => {
      const text = renderTelemetryDocument(await loadCatalog(path), options.commandPrefix);
      if (options.out === '-') output.print(text);
      else await write({ path: options.out, text, check: options.check ?? false });
    });

  command
    .command('diff')
    .description(
      'compare two catalogs; fail if something new is collected without a higher consent version',
    )
    .argument('<earlier>', 'released catalog, usually as JSON')
    .argument('<later>', 'current catalog')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(async (earlier: string, later: string, options: { output: string }) => {
      const diff = diffCatalogs(await loadCatalog(earlier), await loadCatalog(later));
      output.print(
        options.output === 'json' ? `${JSON.stringify(diff, null, 2)}\n` : renderDiff(diff),
      );
      if (diff.verdict !== 'allowed') throw new SondeError(diff.verdict);
    });
  command.addCommand(createPushCommand(output));
  return command;
}
