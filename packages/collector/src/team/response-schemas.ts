import { type Static, Type } from 'typebox';
import { projectIdPattern } from './projects.js';

const time = (description: string) => Type.String({ format: 'date-time', description });
const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });

const Project = Type.Object(
  {
    id: Type.String({ description: 'Part of every stored event and of URLs; never changes' }),
    title: Type.String(),
    created_at: timeOrNull('Null for `default` and declared projects'),
    archived_at: timeOrNull('Null while it accepts events'),
    retention_months: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
      description: 'Null keeps events for ever',
    }),
    undeclared: Type.Union([Type.Literal('accept'), Type.Literal('quarantine')], {
      description: 'What happens to events that the catalog does not declare',
    }),
    declared: Type.Boolean({
      description: 'Declared in the configuration file, so read-only here',
    }),
  },
  { description: 'A project' },
);
export type Project = Static<typeof Project>;

const Key = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    kind: Type.Union([Type.Literal('write'), Type.Literal('read')]),
    created_at: timeOrNull('Null if declared'),
    created_by: Type.String({ description: 'Empty if declared' }),
    last_used_at: timeOrNull('Updated once a minute; null if never used'),
    revoked_at: timeOrNull('Null while active'),
    declared: Type.Boolean({
      description: 'Declared in the configuration file, so read-only here',
    }),
  },
  { description: 'A key, without its secret' },
);
export type Key = Static<typeof Key>;

const NewKey = Type.Object(
  { ...Key.properties, key: Type.String({ description: 'The key itself; only in this response' }) },
  { description: 'A new key' },
);
export type NewKey = Static<typeof NewKey>;

const AuditEntry = Type.Object(
  {
    id: Type.String(),
    at: time('When'),
    actor: Type.String({
      description: 'An e-mail, `operator`, `key` and its name, or `anyone` without a session',
    }),
    address: Type.String({ description: 'Address of the client; empty if unknown' }),
    action: Type.String({ description: 'For example `key.revoke`' }),
    subject: Type.String({ description: 'Object of the act: an id, a name or an e-mail address' }),
    project: Type.String({ description: 'Empty for acts on the server' }),
    detail: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Details by name; may be empty',
    }),
  },
  { description: 'An administrative act' },
);

const Role = Type.Union([Type.Literal('administrator'), Type.Literal('member')]);

/** Roles by project, in a request or a response. */
export const RolesByProject = Type.Record(Type.String({ pattern: projectIdPattern.source }), Role, {
  description: 'Roles by project',
});

const SessionAccount = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  administrator: Type.Boolean({ description: 'Server administrator: administers every project' }),
});

const Session = Type.Object(
  {
    mode: Type.Union([Type.Literal('open'), Type.Literal('accounts')], {
      description: '`open`: no accounts, and only this machine has access',
    }),
    account: Type.Union([SessionAccount, Type.Null()], { description: 'Who is signed in' }),
    projects: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        role: Role,
        archived: Type.Boolean(),
        declared: Type.Boolean(),
      }),
      { description: 'The visible projects' },
    ),
    sign_in: Type.Object({
      password: Type.Boolean(),
      openid: Type.Union([Type.Object({ name: Type.String() }), Type.Null()], {
        description: 'The name of the OpenID Connect provider; null if there is none',
      }),
      needs_setup: Type.Boolean({
        description: 'Whether there is no account yet; the set-up link creates the first one',
      }),
    }),
  },
  { description: 'The signed-in person and what they may see' },
);
export type Session = Static<typeof Session>;

const LinkDescription = Type.Object({
  kind: Type.Union([Type.Literal('setup'), Type.Literal('invitation'), Type.Literal('reset')]),
  email: Type.Union([Type.String(), Type.Null()], { description: 'E-mail address of the person' }),
  expires_at: time('When it expires'),
});
export type LinkDescription = Static<typeof LinkDescription>;

const OneTimeLink = Type.Object({
  link: Type.String({ description: 'Works once; only in this response' }),
  expires_at: time('When it expires'),
});
export type OneTimeLink = Static<typeof OneTimeLink>;

const Account = Type.Object({
  ...SessionAccount.properties,
  roles: RolesByProject,
  created_at: time('When it was created'),
  confirmed: Type.Boolean({
    description:
      'Whether its owner is confirmed: by OpenID Connect, or because a server administrator or the operator created it or a link for it',
  }),
});
export type Account = Static<typeof Account>;

const Invitation = Type.Object({
  id: Type.String(),
  email: Type.String(),
  administrator: Type.Boolean({ description: 'Of the server' }),
  projects: RolesByProject,
  created_at: time('When it was created'),
  created_by: Type.String(),
  expires_at: time('When it expires'),
});
export type Invitation = Static<typeof Invitation>;

const NewInvitation = Type.Object(
  {
    ...Invitation.properties,
    link: Type.Union([Type.String(), Type.Null()], {
      description:
        'Works once; only in this response. Null if a server administrator invited a person with a confirmed account, who then has the roles at once',
    }),
  },
  { description: 'A new invitation' },
);
export type NewInvitation = Static<typeof NewInvitation>;

const Member = Type.Object({
  account: Type.String({ description: 'Id of the account' }),
  email: Type.String(),
  name: Type.String(),
  role: Role,
  administrator: Type.Boolean({ description: 'Server administrator: sees every project' }),
});
export type Member = Static<typeof Member>;

const AccountList = Type.Object({ accounts: Type.Array(Account) });
export type AccountList = Static<typeof AccountList>;
const InvitationList = Type.Object({ invitations: Type.Array(Invitation) });
export type InvitationList = Static<typeof InvitationList>;
const MemberList = Type.Object({ members: Type.Array(Member) });
export type MemberList = Static<typeof MemberList>;
const ProjectList = Type.Object({ projects: Type.Array(Project) });
export type ProjectList = Static<typeof ProjectList>;
const KeyList = Type.Object({ keys: Type.Array(Key) });
export type KeyList = Static<typeof KeyList>;
const AuditPage = Type.Object({
  entries: Type.Array(AuditEntry, { description: 'Newest first' }),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});
export type AuditPage = Static<typeof AuditPage>;

/** Named schemas of responses about the team. */
export const teamResponseSchemas = {
  Account,
  AccountList,
  AuditPage,
  InvitationList,
  Key,
  KeyList,
  LinkDescription,
  Member,
  MemberList,
  NewInvitation,
  NewKey,
  OneTimeLink,
  Project,
  ProjectList,
  Session,
};

export function toIso(time: number): string {
  return new Date(time).toISOString();
}

export function toIsoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time);
}
