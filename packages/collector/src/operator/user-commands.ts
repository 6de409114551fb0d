import { SondeError } from '@sonde/protocol';
import { type Command, InvalidArgumentError } from 'commander';
import { isLoopbackHost } from '../loopback-guard.js';
import type { Account, AccountList, NewInvitation, OneTimeLink } from '../team/response-schemas.js';
import type { AskOperator } from './ask-operator.js';
import {
  addOperatorOptions,
  addPublicUrlOption,
  commandCollector,
  type OperatorTexts,
} from './operator-command.js';
import { readPassword } from './read-password.js';
import { renderTable } from './text-table.js';

interface InviteTexts extends OperatorTexts {
  administrator?: boolean;
  /** Roles by project. */
  project: Record<string, string>;
}

interface CreateTexts extends OperatorTexts {
  name?: string;
  password?: boolean;
}

/** Adds `user create|invite|list|remove|reset` to the program. */
export function addUserCommands(program: Command): void {
  const user = program.command('user').description('manage the people who can sign in');

  addPublicUrlOption(
    addOperatorOptions(
      user
        .command('create')
        .description('print a one-time link that creates a server administrator')
        .argument('<email>', 'e-mail address for signing in')
        .option('--password', 'create the account now, with a password from stdin or a prompt')
        .option('--name <name>', 'with --password: name of the person; default: the e-mail'),
    ),
  ).action(async (email: string, texts: CreateTexts) => {
    if (texts.password !== true) {
      await invite(texts, { email, administrator: true });
      return;
    }
    const body = { email, name: texts.name ?? email, password: await readPassword() };
    await commandCollector(texts, (ask) => ask('POST', '/api/v1/operator/accounts', body));
    process.stdout.write(`${email} is a server administrator and can sign in.\n`);
  });

  addPublicUrlOption(
    addOperatorOptions(
      user
        .command('invite')
        .description('print a one-time link that invites a person')
        .argument('<email>', 'e-mail address for signing in')
        .option('--administrator', 'make the person a server administrator')
        .option(
          '--project <id[:role]>',
          'project and role (member or administrator); may be repeated',
          (text: string, roles: Record<string, string>) => ({ ...roles, ...readRole(text) }),
          {},
        ),
    ),
  ).action(async (email: string, { administrator = false, project, ...texts }: InviteTexts) => {
    await invite(texts, { email, administrator, projects: project });
    if (!administrator && Object.keys(project).length === 0) {
      process.stdout.write(
        'It gives no role: the account sees nothing until it has one, from --project or --administrator.\n',
      );
    }
  });

  addOperatorOptions(user.command('list').description('list everyone who can sign in')).action(
    async (texts: OperatorTexts) => {
      const accounts = await commandCollector(texts, listAccounts);
      process.stdout.write(
        accounts.length === 0
          ? 'There are no accounts.\n'
          : renderTable(accounts.map(describeAccount)),
      );
    },
  );

  addOperatorOptions(
    user
      .command('remove')
      .description('remove an account and end its sessions')
      .argument('<email>', 'e-mail address of the account'),
  ).action(async (email: string, texts: OperatorTexts) => {
    await commandCollector(texts, async (ask) => {
      const { id } = await findAccount(ask, email);
      await ask('DELETE', `/api/v1/accounts/${id}`);
    });
    process.stdout.write(`${email} is removed.\n`);
  });

  addPublicUrlOption(
    addOperatorOptions(
      user
        .command('reset')
        .description('print a one-time link for setting a new password')
        .argument('<email>', 'e-mail address of the account'),
    ),
  ).action(async (email: string, texts: OperatorTexts) => {
    const link = await commandCollector(texts, async (ask) => {
      const { id } = await findAccount(ask, email);
      return (await ask('POST', `/api/v1/accounts/${id}/reset`)) as OneTimeLink;
    });
    process.stdout.write(describeLink(link.link, link.expires_at));
  });
}

async function invite(texts: OperatorTexts, body: object): Promise<void> {
  const invitation = (await commandCollector(texts, (ask) =>
    ask('POST', '/api/v1/invitations', body),
  )) as NewInvitation;
  process.stdout.write(
    invitation.link === null
      ? `${invitation.email} already has an account, and has the roles now.\n`
      : describeLink(invitation.link, invitation.expires_at),
  );
}

function describeLink(link: string, expiresAt: string): string {
  const { origin, hostname } = new URL(link);
  const said = `Give them this link. It works once, until ${expiresAt}, and is shown only now:\n  ${link}\n`;
  if (!isLoopbackHost(hostname)) return said;
  return `${said}The link only works on this machine. For other people, replace ${origin}\nwith the address that they use, or start the collector with --public-url.\n`;
}

function readRole(text: string): Record<string, string> {
  const [project = '', role = 'member', ...rest] = text.split(':');
  if ((role === 'member' || role === 'administrator') && rest.length === 0) {
    return { [project]: role };
  }
  throw new InvalidArgumentError('Write it as orbit, orbit:member or orbit:administrator.');
}

async function listAccounts(ask: AskOperator): Promise<Account[]> {
  return ((await ask('GET', '/api/v1/accounts')) as AccountList).accounts;
}

async function findAccount(ask: AskOperator, email: string): Promise<Account> {
  const wanted = email.trim().toLowerCase();
  const account = (await listAccounts(ask)).find((each) => each.email === wanted);
  if (account === undefined) throw new SondeError('account_not_found', { detail: wanted });
  return account;
}

function describeAccount({ email, name, administrator, roles }: Account): string[] {
  const projects = Object.entries(roles).map(([project, role]) => `${project}:${role}`);
  return [email, name, administrator ? 'server administrator' : projects.join(' ')];
}
