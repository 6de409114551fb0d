import { type Static, Type } from 'typebox';
import { projectIdPattern } from './projects.js';

const time = (description: string) => Type.String({ format: 'date-time', description });
const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });

const Project = Type.Object(
  {
    id: Type.String({ description: 'Part of every stored event and of addresses; never changes' }),
    title: Type.String(),
    created_at: timeOrNull('Null where nobody made it: `default`, or declared'),
    archived_at: timeOrNull('Null while it takes in events'),
    retention_months: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
      description: 'Null keeps events for ever',
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
    created_at: timeOrNull('Null where it is declared'),
    created_by: Type.String({ description: 'Empty if declared' }),
    last_used_at: timeOrNull('Written once a minute; null when it was never used'),
    revoked_at: timeOrNull('Null while it works'),
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
      description: 'An e-mail, `operator`, `key` and its name, or `anyone` if nobody is signed in',
    }),
    address: Type.String({ description: 'Address of the client; empty if unknown' }),
    action: Type.String({ description: 'For example `key.revoke`' }),
    subject: Type.String({ description: 'Object of the act: an id, a name or an e-mail address' }),
    project: Type.String({ description: 'Empty for acts on the server' }),
    detail: Type.Record(Type.String(), Type.Unknown(), {
      description: 'More, by name; may be empty',
    }),
  },
  { description: 'An administrative act' },
);

const Role = Type.Union([Type.Literal('administrator'), Type.Literal('member')]);

/** Roles by project, in a body or an answer. */
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
      description: '`open`: nobody signs in, and only this machine is answered',
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
      { description: 'Those that may be seen' },
    ),
    sign_in: Type.Object({
      password: Type.Boolean(),
      openid: Type.Union([Type.Object({ name: Type.String() }), Type.Null()], {
        description: 'The name of the OpenID Connect provider; null when there is none',
      }),
      needs_setup: Type.Boolean({
        description: 'Whether nobody has an account yet: the set-up link makes the first one',
      }),
    }),
  },
  { description: 'Who is there, and what they may see' },
);
export type Session = Static<typeof Session>;

const LinkDescription = Type.Object({
  kind: Type.Union([Type.Literal('setup'), Type.Literal('invitation'), Type.Literal('reset')]),
  email: Type.Union([Type.String(), Type.Null()], { description: 'E-mail address of the person' }),
  expires_at: time('Until when it works'),
});
export type LinkDescription = Static<typeof LinkDescription>;

const OneTimeLink = Type.Object({
  link: Type.String({ description: 'Works once; only in this response' }),
  expires_at: time('Until when it works'),
});
export type OneTimeLink = Static<typeof OneTimeLink>;

const Account = Type.Object({
  ...SessionAccount.properties,
  roles: RolesByProject,
  created_at: time('When it was made'),
  confirmed: Type.Boolean({
    description:
      'Whether it is known to belong to the person of its e-mail: by OpenID Connect, or as an administrator of the server or the operator made it, or a link for it',
  }),
});
export type Account = Static<typeof Account>;

const Invitation = Type.Object({
  id: Type.String(),
  email: Type.String(),
  administrator: Type.Boolean({ description: 'Of the server' }),
  projects: RolesByProject,
  created_at: time('When it was made'),
  created_by: Type.String(),
  expires_at: time('Until when it works'),
});
export type Invitation = Static<typeof Invitation>;

const NewInvitation = Type.Object(
  {
    ...Invitation.properties,
    link: Type.Union([Type.String(), Type.Null()], {
      description:
        'Works once; shown only now. Null when it was made by an administrator of the server for somebody with a confirmed account: that has the roles',
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

/** Named schemas of the answers about the team. */
export const teamAnswerSchemas = {
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
