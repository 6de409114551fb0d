import type { Command } from 'commander';
import type { Project, ProjectList } from '../team/response-schemas.js';
import { addOperatorOptions, commandCollector, type OperatorTexts } from './operator-command.js';
import { renderTable } from './text-table.js';

/** Adds `project create|rename|archive|restore|list` to the program. */
export function addProjectCommands(program: Command): void {
  const project = program.command('project').description('manage projects');

  addOperatorOptions(
    project
      .command('create')
      .description('create a project')
      .argument('<id>', 'lower-case letters, digits, - and _; cannot be changed later')
      .option('--title <title>', 'title shown to people; default: the id'),
  ).action(async (id: string, { title, ...texts }: OperatorTexts & { title?: string }) => {
    const body = { id, ...(title === undefined ? {} : { title }) };
    await commandCollector(texts, (ask) => ask('POST', '/api/v1/projects', body));
    process.stdout.write(`The project ${id} is created.\n`);
  });

  addOperatorOptions(
    project
      .command('rename')
      .description('change the title of a project')
      .argument('<id>', 'id of the project')
      .argument('<title>', 'title shown to people'),
  ).action((id: string, title: string, texts: OperatorTexts) =>
    change(texts, id, { title }, `The project ${id} is renamed.`),
  );

  addOperatorOptions(
    project
      .command('archive')
      .description('stop accepting events for a project; its data stays readable')
      .argument('<id>', 'id of the project'),
  ).action((id: string, texts: OperatorTexts) =>
    change(texts, id, { archived: true }, `The project ${id} is archived.`),
  );

  addOperatorOptions(
    project
      .command('restore')
      .description('accept events for an archived project again')
      .argument('<id>', 'id of the project'),
  ).action((id: string, texts: OperatorTexts) =>
    change(texts, id, { archived: false }, `The project ${id} accepts events again.`),
  );

  addOperatorOptions(project.command('list').description('list all projects')).action(
    async (texts: OperatorTexts) => {
      const { projects } = (await commandCollector(texts, (ask) =>
        ask('GET', '/api/v1/projects'),
      )) as ProjectList;
      process.stdout.write(renderTable(projects.map(describeProject)));
    },
  );
}

async function change(texts: OperatorTexts, id: string, body: object, done: string): Promise<void> {
  await commandCollector(texts, (ask) =>
    ask('PATCH', `/api/v1/projects/${encodeURIComponent(id)}`, body),
  );
  process.stdout.write(`${done}\n`);
}

function describeProject({ id, title, archived_at, declared }: Project): string[] {
  const marks = [
    ...(declared ? ['in the configuration file'] : []),
    ...(archived_at === null ? [] : [`archived ${archived_at}`]),
  ];
  return [id, title, marks.join(', ')];
}
