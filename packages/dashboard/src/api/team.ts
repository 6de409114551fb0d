import type { components } from './openapi.js';

export type Session = components['schemas']['Session'];
export type SessionProject = Session['projects'][number];
export type Role = SessionProject['role'];
export type LinkDescription = components['schemas']['LinkDescription'];

export type Project = components['schemas']['Project'];
export type Key = components['schemas']['Key'];
export type NewKey = components['schemas']['NewKey'];
export type KeyKind = Key['kind'];
export type AuditPage = components['schemas']['AuditPage'];
export type AuditEntry = AuditPage['entries'][number];

export type Member = components['schemas']['Member'];
export type Account = components['schemas']['Account'];
export type Invitation = components['schemas']['InvitationList']['invitations'][number];
export type NewInvitation = components['schemas']['NewInvitation'];
export type OneTimeLink = components['schemas']['OneTimeLink'];
