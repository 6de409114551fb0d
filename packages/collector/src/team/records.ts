import type { ReleaseChange } from '@sonde/analytics';
import type { AlertRecord, IncidentRecord } from '../alerts/alert-records.js';
import type { AnnotationRecord, HomeRecord, ViewRecord } from '../saved/saved-records.js';
import type { UndeclaredPolicy } from '../undeclared-policy.js';

/** A person's role in a project. An administrator may do everything a member may. */
export type Role = 'administrator' | 'member';

/** Roles by project. */
export type Roles = { [project: string]: Role };

export interface Account {
  id: string;
  /** In lower case; unique. */
  email: string;
  name: string;
  /** Null for a person who only signs in with OpenID Connect. */
  password_hash: string | null;
  /** Administrator of the server, and so of every project. */
  administrator: boolean;
  roles: Roles;
  created_at: number;
  /**
   * Whether the operator, a server administrator or the OpenID Connect provider confirmed its
   * owner. Others could have made it with an invitation to another person's address.
   */
  confirmed: boolean;
  /**
   * Issuer and subject of the person at the OpenID Connect provider, after the first sign-in there.
   */
  openid_identity?: string;
}

export interface ProjectRecord {
  /** Part of every stored event and of URLs; it never changes. */
  id: string;
  title: string;
  /** Null for `default` and declared projects. */
  created_at: number | null;
  archived_at: number | null;
  /** Null keeps events for ever. */
  retention_months: number | null;
  /** What happens to undeclared events; absent: they are accepted. */
  undeclared?: UndeclaredPolicy;
}

export interface Project extends ProjectRecord {
  /** Declared in the configuration file, and so read-only. */
  declared: boolean;
}

export type KeyKind = 'write' | 'read';

export interface KeyRecord {
  id: string;
  /** `sha256:` and 64 hexadecimal digits. */
  hash: string;
  project: string;
  name: string;
  kind: KeyKind;
  /** Null for those of the configuration file. */
  created_at: number | null;
  created_by: string;
  revoked_at: number | null;
}

export interface Key extends KeyRecord {
  /** Declared in the configuration file, and so read-only. */
  declared: boolean;
}

export interface Session {
  id: string;
  /** Hash of the cookie's value. */
  hash: string;
  account: string;
  created_at: number;
}

export type LinkKind = 'setup' | 'invitation' | 'reset';

/**
 * A one-time link: for creating the first account, accepting an invitation, or setting a new
 * password.
 */
export interface Link {
  id: string;
  kind: LinkKind;
  /** Hash of the token in the link. */
  hash: string;
  /** Recipient's e-mail; null for the first account. */
  email: string | null;
  /** The account whose password it sets; null if it creates one. */
  account: string | null;
  administrator: boolean;
  roles: Roles;
  created_at: number;
  created_by: string;
  /** Id of the account that created it; null for the operator. */
  maker: string | null;
  expires_at: number;
  /** Null until it is used. */
  used_at: number | null;
}

/**
 * When a key or a session was last used. A separate record, so that writing it can never undo a
 * change.
 */
interface Use {
  /** Id of the key or session. */
  id: string;
  last_used_at: number;
}

/** What got worse with a release of a tool, as it was when this last changed. */
export interface ReleaseFinding {
  /** UUID. */
  id: string;
  project: string;
  /** Empty if it is not known. */
  tool: string;
  version: string;
  previous_version: string;
  /** Empty if it is no longer more than chance. */
  worse: ReleaseChange[];
  found_at: number;
  changed_at: number;
  /** Whether a newer release is compared now. */
  is_superseded: boolean;
}

/** Every kind of record, with its body. */
export interface Records {
  account: Account;
  project: ProjectRecord;
  key: KeyRecord;
  key_use: Use;
  session: Session;
  session_use: Use;
  link: Link;
  finding: ReleaseFinding;
  alert: AlertRecord;
  incident: IncidentRecord;
  view: ViewRecord;
  home: HomeRecord;
  annotation: AnnotationRecord;
}

export type RecordKind = keyof Records;
