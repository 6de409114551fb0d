import { SondeError } from '@sonde/protocol';
import { type Command, Option } from 'commander';
import { generateKey } from '../team/keys.js';
import type { KeyKind } from '../team/records.js';
import type { KeyList, NewKey, ProjectList } from '../team/response-schemas.js';
import type { AskOperator } from './ask-operator.js';
import { addOperatorOptions, commandCollector, type OperatorTexts } from './operator-command.js';
import { renderTable } from './text-table.js';

interface KeyTexts extends OperatorTexts {
  project: string;
}

/** Adds `key create|list|revoke` to the program. */
export function addKeyCommands(program: Command): void {
  const key = program
    .command('key')
    .description('manage write keys for tools and read keys for programs');
  const kind = () =>
    new Option('--kind <kind>', 'kind of key').choices(['write', 'read']).default('write');

  addProjectOption(
    key
      .command('create')
      .description(
        'create a key and print it once; without a name: a key for the configuration file, with its hash',
      )
      .argument('[name]', 'name of the key, for example where it is used')
      .addOption(kind()),
  ).action(async (name: string | undefined, texts: KeyTexts & { kind: KeyKind }) => {
    if (name === undefined) {
      process.stdout.write(describeConfigurationKey(texts.kind));
      return;
    }
    const { made, isArchived } = await commandCollector(texts, async (ask) => ({
      made: (await ask('POST', keysOf(texts.project), { name, kind: texts.kind })) as NewKey,
      isArchived: await isArchivedProject(ask, texts.project),
    }));
    process.stdout.write(`${capital(made.kind)} key, shown only now:\n  ${made.key}\n`);
    if (made.kind === 'write' && isArchived) {
      process.stdout.write(
        `The project is archived: events are refused until sonde-collector project restore ${texts.project}\n`,
      );
    }
  });

  addProjectOption(
    key.command('list').description('list the keys of a project, without their secrets'),
  ).action(async (texts: KeyTexts) => {
    const keys = await commandCollector(texts, (ask) => listKeys(ask, texts.project));
    process.stdout.write(
      keys.length === 0
        ? `The project ${texts.project} has no keys.\n`
        : renderTable(
            keys.map(({ id, kind, name, last_used_at, revoked_at }) => [
              ...[id, kind, name],
              revoked_at === null
                ? `last used ${last_used_at ?? 'never'}`
                : `revoked ${revoked_at}`,
            ]),
          ),
    );
  });

  addProjectOption(
    key
      .command('revoke')
      .description('revoke a key at once')
      .argument('<key>', 'id or name of the key'),
  ).action(async (wanted: string, texts: KeyTexts) => {
    await commandCollector(texts, async (ask) => {
      const keys = await listKeys(ask, texts.project);
      // Revoked keys may have the same name.
      const found =
        keys.find(({ id }) => id === wanted) ??
        keys.find(({ name, revoked_at }) => name === wanted && revoked_at === null);
      if (found === undefined) {
        throw new SondeError('key_not_found', { detail: `${wanted} in ${texts.project}` });
      }
      await ask('DELETE', `${keysOf(texts.project)}/${encodeURIComponent(found.id)}`);
    });
    process.stdout.write(`The key ${wanted} is revoked.\n`);
  });
}

function addProjectOption(command: Command): Command {
  return addOperatorOptions(command.option('--project <id>', 'project of the key', 'default'));
}

function keysOf(project: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/keys`;
}

async function listKeys(ask: AskOperator, project: string): Promise<KeyList['keys']> {
  return ((await ask('GET', keysOf(project))) as KeyList).keys;
}

async function isArchivedProject(ask: AskOperator, project: string): Promise<boolean> {
  const { projects } = (await ask('GET', '/api/v1/projects')) as ProjectList;
  return projects.some(({ id, archived_at }) => id === project && archived_at !== null);
}

function describeConfigurationKey(kind: KeyKind): string {
  const { key, hash } = generateKey(kind);
  const entry = kind === 'write' ? hash : `{ hash: '${hash}', kind: read }`;
  return `${capital(kind)} key, shown only now:\n  ${key}\nFor the configuration file, under keys of a project:\n  - ${entry}\n`;
}

function capital(kind: KeyKind): string {
  return kind === 'write' ? 'Write' : 'Read';
}
