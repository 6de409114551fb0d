import type { Properties, WireEvent } from '@sonde/protocol';
import { catalog } from './catalog.js';

/** The same numbers on every run, so that screenshots of a page can be compared. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const steps = catalog.flows[0]!.steps;
const prefix = catalog.flows[0]!.event_prefix;

/** How one run of the create flow ends: where, and why. */
interface CreateEnding {
  outcome: 'completed' | 'aborted' | 'failed' | 'vanished' | 'incomplete';
  step?: string;
  cause?: string;
}

/** All endings of the create flow with their weights. */
const endings: readonly (CreateEnding & { weight: number })[] = [
  { outcome: 'completed', weight: 560 },
  { outcome: 'aborted', step: 'terms', cause: 'declined_terms', weight: 62 },
  { outcome: 'aborted', step: 'name', cause: 'cancelled', weight: 41 },
  { outcome: 'aborted', step: 'auth', cause: 'cancelled', weight: 18 },
  { outcome: 'aborted', step: 'plan', cause: 'cancelled', weight: 52 },
  { outcome: 'aborted', step: 'terms', cause: 'cancelled', weight: 13 },
  { outcome: 'aborted', step: 'region', cause: 'cancelled', weight: 9 },
  { outcome: 'aborted', step: 'apply_plan', cause: 'billing_required', weight: 58 },
  { outcome: 'failed', step: 'auth', cause: 'SessionExpiredError', weight: 12 },
  { outcome: 'failed', step: 'api_call', cause: 'RegionUnavailableError', weight: 37 },
  { outcome: 'failed', step: 'api_call', cause: 'ApiError', weight: 15 },
  { outcome: 'failed', step: 'api_call', cause: 'FetchError', weight: 8 },
  { outcome: 'failed', step: 'api_key', cause: 'ApiError', weight: 4 },
  { outcome: 'vanished', step: 'api_call', weight: 11 },
  { outcome: 'vanished', step: 'plan', weight: 3 },
  { outcome: 'incomplete', weight: 4 },
];

const otherCommands = [
  { command: 'orbit application list', weight: 420, failureRate: 0.02, duration: 380 },
  { command: 'orbit init', weight: 160, failureRate: 0.01, duration: 90 },
  { command: 'orbit application delete', weight: 60, failureRate: 0.05, duration: 900 },
  { command: 'orbit logs tail', weight: 110, failureRate: 0.04, duration: 64_000 },
];

const machines = [
  { operating_system: 'darwin', arch: 'arm64' },
  { operating_system: 'linux', arch: 'x64' },
  { operating_system: 'win32', arch: 'x64' },
];
const contexts = ['human', 'human', 'human', 'agent:claude-code', 'agent:codex', 'agent:unknown'];

export interface RecordedEventsOptions {
  /** Number of invocations. */
  invocations: number;
  /** Milliseconds since 1970 of the end of the four weeks. */
  now: number;
  seed?: number;
  /** Number of days before `now` over which they are spread. Default 28. */
  days?: number;
}

/**
 * Events of many invocations by many people over several weeks, in the order of the invocations.
 * Generated from a fixed seed.
 */
export function* recordEvents(options: RecordedEventsOptions): Generator<WireEvent[]> {
  const { invocations, now, seed = 7, days = 28 } = options;
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const weighted = <T extends { weight: number }>(list: readonly T[]): T => {
    let left = random() * list.reduce((sum, { weight }) => sum + weight, 0);
    for (const one of list) {
      left -= one.weight;
      if (left < 0) return one;
    }
    return list[0]!;
  };
  const uuid = () => {
    const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
    hex[12] = '4';
    hex[16] = '8';
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  const people = Array.from({ length: 60 }, (_, index) => ({
    anonymous_id: uuid(),
    user_id: index % 3 === 0 ? undefined : `user_${uuid().slice(0, 8)}`,
  }));

  for (let index = 0; index < invocations; index++) {
    // More recent ones are more frequent: the tool is growing.
    const daysAgo = days * (1 - Math.sqrt((index + random()) / invocations));
    const startedAt = now - daysAgo * 86_400_000 - 60_000;
    const version = daysAgo < 6 ? '1.5.0' : daysAgo < 17 ? '1.4.0' : '1.3.2';
    const isCi = random() < 0.15;
    const isDev = random() < 0.03;
    const person = isCi ? { anonymous_id: 'ci:github_actions', user_id: undefined } : pick(people);
    const invocation = createInvocation({
      uuid,
      startedAt,
      person,
      base: {
        flags: random() < 0.3 ? ['output', 'region'] : [],
        version: isDev ? 'main' : version,
        env: isDev ? 'dev' : 'prod',
        ...pick(machines),
        runtime: 'node',
        runtime_version: '20.20.2',
        is_ci: isCi,
        ci_name: isCi ? 'github_actions' : null,
        cli_context: isCi ? 'agent:unknown' : pick(contexts),
        is_interactive: !isCi,
      },
    });
    if (random() < 0.42) {
      createApplication(invocation, weighted(endings), random, uuid());
    } else {
      const other = weighted(otherCommands);
      const isWorse = other.command === 'orbit application list' && version === '1.5.0';
      runOther(invocation, other, random() < (isWorse ? 0.14 : other.failureRate), random);
    }
    yield invocation.events;
  }
}

interface Invocation {
  events: WireEvent[];
  track(event: string, properties: Properties, afterMs: number, flow?: [string, string]): void;
  setCommand(command: string): void;
  elapsedMs(): number;
  /** Leaves out a recorded event, as if it had not arrived yet. */
  lose(sequence: number): void;
}

function createInvocation(options: {
  uuid: () => string;
  startedAt: number;
  person: { anonymous_id: string; user_id: string | undefined };
  base: Properties;
}): Invocation {
  const { uuid, startedAt, person, base } = options;
  const invocation_id = uuid();
  const events: WireEvent[] = [];
  let at = startedAt;
  let command = '';
  return {
    events,
    setCommand(name) {
      command = name;
    },
    elapsedMs: () => Math.round(at - startedAt),
    lose(sequence) {
      events.splice(
        events.findIndex((event) => event.sequence === sequence),
        1,
      );
    },
    track(event, properties, afterMs, flow) {
      at += Math.max(1, afterMs);
      const sequence = (events.at(-1)?.sequence ?? 0) + 1;
      events.push({
        event,
        distinct_id: person.user_id ?? person.anonymous_id,
        insert_id: uuid(),
        timestamp: new Date(at).toISOString(),
        anonymous_id: person.anonymous_id,
        ...(person.user_id !== undefined && { user_id: person.user_id }),
        invocation_id,
        sequence,
        ...(flow !== undefined && { flow: flow[0], flow_run_id: flow[1] }),
        properties: { ...properties, ...base, command, invocation_id, sequence },
      });
    },
  };
}

function createApplication(
  invocation: Invocation,
  ending: CreateEnding,
  random: () => number,
  flowRunId: string,
): void {
  const flow: [string, string] = ['application_create', flowRunId];
  const plan = random() < 0.6 ? 'free' : random() < 0.5 ? 'starter' : 'pro';
  const human = () => 1_500 + 9_000 * random() ** 2;
  invocation.setCommand('orbit application create');
  invocation.track('Command Invoked', {}, 0);
  invocation.track(`${prefix} Started`, {}, 4);
  const flowStart = invocation.elapsedMs();
  const last = ending.step === undefined ? steps.length - 1 : steps.indexOf(ending.step);
  if (last > steps.indexOf('terms')) {
    invocation.track(`${prefix} Accepted Terms`, { plan }, 3 * human(), flow);
  } else if (ending.cause === 'declined_terms') {
    invocation.track(`${prefix} Declined Terms`, { plan }, 3 * human(), flow);
  }
  invocation.events[1]!.flow = flow[0];
  invocation.events[1]!.flow_run_id = flow[1];
  const step = ending.step ?? '';
  const duration = (afterMs: number) => Math.round(invocation.elapsedMs() + afterMs - flowStart);
  const afterMs = human();
  const duration_ms = duration(afterMs);
  if (ending.outcome === 'completed' || ending.outcome === 'incomplete') {
    const region = random() < 0.7 ? 'eu-1' : 'us-1';
    invocation.track(`${prefix} Completed`, { region, plan, duration_ms }, afterMs, flow);
    end(invocation, { succeeded: true, exit_code: 0 });
    if (ending.outcome === 'incomplete') invocation.lose(invocation.events.length - 1);
  } else if (ending.outcome === 'aborted') {
    const cause = ending.cause ?? 'cancelled';
    invocation.track(`${prefix} Aborted`, { step, reason: cause }, afterMs, flow);
    end(
      invocation,
      cause === 'billing_required'
        ? { succeeded: false, exit_code: 1, error_class: 'BillingRequiredError' }
        : { succeeded: false, exit_code: 2, user_cancelled: true },
    );
  } else if (ending.outcome === 'failed') {
    const error_class = ending.cause ?? 'Error';
    invocation.track(`${prefix} Failed`, { step, duration_ms, error_class }, afterMs, flow);
    invocation.track('Command Failed', { error_class, error_source: 'api', http_status: 503 }, 2);
    end(invocation, { succeeded: false, exit_code: 1, error_class });
  } else {
    invocation.track(`${prefix} Aborted`, { step, reason: 'vanished' }, afterMs, flow);
    end(invocation, { succeeded: false, vanished: true });
  }
}

function runOther(
  invocation: Invocation,
  { command, duration }: { command: string; duration: number },
  isFailing: boolean,
  random: () => number,
): void {
  invocation.setCommand(command);
  invocation.track('Command Invoked', {}, 0);
  const afterMs = duration * (0.5 + 2 * random() ** 3);
  if (isFailing) {
    const error_class = random() < 0.8 ? 'ApiError' : 'FetchError';
    invocation.track(
      'Command Failed',
      { error_class, error_source: 'api', http_status: 500 },
      afterMs,
    );
    end(invocation, { succeeded: false, exit_code: 1, error_class });
  } else {
    const isCancelled = random() < 0.02;
    end(
      invocation,
      isCancelled
        ? { succeeded: false, exit_code: 2, user_cancelled: true }
        : { succeeded: true, exit_code: 0 },
      afterMs,
    );
  }
}

function end(invocation: Invocation, properties: Properties, afterMs = 3): void {
  const duration_ms = Math.round(invocation.elapsedMs() + afterMs);
  invocation.track('Command Completed', { ...properties, duration_ms }, afterMs);
}
