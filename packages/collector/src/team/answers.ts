import { type Static, Type } from 'typebox';

const time = (description: string) => Type.String({ format: 'date-time', description });
const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });

const Project = Type.Object(
  {
    id: Type.String({ description: 'In every stored event and every address; it never changes' }),
    title: Type.String(),
    created_at: timeOrNull('Null where nobody made it: `default`, or declared'),
    archived_at: timeOrNull('Null while it takes in events'),
    retention_months: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
      description: 'Null keeps events for ever',
    }),
    declared: Type.Boolean({ description: 'In the configuration file, and so read-only here' }),
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
    created_by: Type.String({ description: 'Empty where it is declared' }),
    last_used_at: timeOrNull('Written once a minute; null when it was never used'),
    revoked_at: timeOrNull('Null while it works'),
    declared: Type.Boolean({ description: 'In the configuration file, and so read-only here' }),
  },
  { description: 'A key, without its secret' },
);
export type Key = Static<typeof Key>;

const NewKey = Type.Object(
  { ...Key.properties, key: Type.String({ description: 'The key itself; shown only now' }) },
  { description: 'A key that was just made' },
);
export type NewKey = Static<typeof NewKey>;

const AuditEntry = Type.Object(
  {
    id: Type.String(),
    at: time('When'),
    actor: Type.String({ description: 'An e-mail, `operator`, or `anyone` where nobody signs in' }),
    address: Type.String({ description: 'Of the client; empty when there is none' }),
    action: Type.String({ description: 'For example `key.revoke`' }),
    subject: Type.String({ description: 'What it was done to: an id, a name, an e-mail' }),
    project: Type.String({ description: 'Empty when it is about the server' }),
    detail: Type.String({ description: 'More, as `name: value` pairs; may be empty' }),
  },
  { description: 'An administrative act' },
);

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
export const teamAnswerSchemas = { AuditPage, Key, KeyList, NewKey, Project, ProjectList };

export function toIso(time: number): string {
  return new Date(time).toISOString();
}

export function toIsoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time);
}
