import { flows } from './contract.js';

/** A value that differs from run to run. */
export type Shape =
  | { shape: 'milliseconds' | 'app id' }
  /** Id of the flow run in the same invocation. */
  | { shape: 'run id'; flow: string };

const milliseconds: Shape = { shape: 'milliseconds' };
export const runId = (flow: string): Shape => ({ shape: 'run id', flow });
export const appId: Shape = { shape: 'app id' };

export type ExpectedValue = string | number | boolean | Shape;

/** One event with exactly its own properties. */
export interface ExpectedEvent {
  event: string;
  /** The flow it belongs to. */
  flow?: string;
  properties: Readonly<Record<string, ExpectedValue>>;
  /** Properties that orbit never sets, but another tool can. */
  beyond?: Readonly<Record<string, ExpectedValue>>;
}

/** The identity and context of events: valid for a whole run until a change. */
export interface EventContext {
  /** Whose session it is: the case's person, another person who signs in there, or none. */
  user: 'person' | 'other' | undefined;
  /** Whether the project's marker exists. */
  project: boolean;
  app_id: Shape | undefined;
  configured_applications: number | undefined;
}

/** From this event on. */
export interface ContextChange {
  now: Partial<EventContext>;
}

export type ExpectedRun = readonly (ExpectedEvent | ContextChange)[];

export const now = (change: Partial<EventContext>): ContextChange => ({ now: change });

const event = (name: string, properties: ExpectedEvent['properties'] = {}): ExpectedEvent => ({
  event: name,
  properties,
});

export const invoked = event('Command Invoked');
export const identify = event('$identify');
export const logout = event('CLI Auth Logout', { flow: 'logout' });

export const succeeded = event('Command Completed', {
  succeeded: true,
  exit_code: 0,
  duration_ms: milliseconds,
});

export const cancelled = event('Command Completed', {
  succeeded: false,
  exit_code: 2,
  duration_ms: milliseconds,
  user_cancelled: true,
});

export const rejected = (properties: { kind: string; nearest: string }) =>
  event('Command Rejected', properties);

export const vanished = event('Command Completed', { succeeded: false, vanished: true });

/** What a command that threw reports. */
export interface Thrown {
  error_class: string;
  error_source: 'user' | 'network' | 'api' | 'filesystem' | 'timeout' | 'internal';
  http_status?: number;
  /** Default 1. */
  exit_code?: number;
}

/** Failed and Completed. */
export function threw({ exit_code = 1, ...failed }: Thrown): ExpectedEvent[] {
  return [
    event('Command Failed', failed),
    event('Command Completed', {
      succeeded: false,
      exit_code,
      duration_ms: milliseconds,
      error_class: failed.error_class,
      user_cancelled: false,
    }),
  ];
}

/** The events of one flow, with their common properties. */
function flowEvents(flow: string, common: ExpectedEvent['properties']) {
  const prefix = flows[flow]?.eventPrefix;
  const report = (suffix: string, properties: ExpectedEvent['properties'] = {}): ExpectedEvent => ({
    event: `${prefix} ${suffix}`,
    flow,
    properties: { ...common, ...properties },
  });
  return {
    report,
    started: (properties: ExpectedEvent['properties'] = {}) => report('Started', properties),
    completed: (properties: ExpectedEvent['properties'] = {}) =>
      report('Completed', { ...properties, duration_ms: milliseconds }),
    aborted: (step: string, reason: string) => report('Aborted', { step, reason }),
    failed: (step: string, error_class: string) =>
      report('Failed', { step, error_class, duration_ms: milliseconds }),
  };
}

export const create = {
  ...flowEvents('application_create', {}),
  accepted: (plan: string) =>
    flowEvents('application_create', {}).report('Accepted Terms', { plan }),
  declined: (plan: string) =>
    flowEvents('application_create', {}).report('Declined Terms', { plan }),
};

/** Of signing in and signing up. */
export type AuthEvents = ReturnType<typeof authEvents>;

function authEvents(flow: 'login' | 'signup') {
  const events = flowEvents('auth', { flow });
  return {
    ...events,
    browserOpened: events.report('Browser Opened'),
    browserFailed: events.report('Browser Failed'),
    callbackReceived: events.report('Callback Received'),
  };
}
export const login = authEvents('login');
export const signup = authEvents('signup');

function planChangeEvents(direction: 'upgrade' | 'downgrade') {
  const events = flowEvents('plan_change', { direction });
  return {
    ...events,
    accepted: (plan: string) => events.report('Accepted Terms', { plan }),
    declined: (plan: string) => events.report('Declined Terms', { plan }),
  };
}
export const upgrade = planChangeEvents('upgrade');
export const downgrade = planChangeEvents('downgrade');
