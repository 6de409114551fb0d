import type { Properties, WireEvent } from '@sonde/protocol';
import { guardProperties } from '../catalog/guard-properties.js';
import type { PropertySet } from '../catalog/property.js';
import type { ProcessProperties } from '../runtime/base-properties.js';
import type { DebugLog } from '../runtime/debug-log.js';
import { isoTime } from '../runtime/iso-time.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { textOf } from '../runtime/text-of.js';
import type { ControlRecord } from '../spool/control-record.js';
import { insertIdOf } from '../spool/insert-id.js';

/** The flow an event belongs to. */
interface FlowFields {
  flow: string;
  flow_run_id: string;
}

type SignalRecord = Extract<ControlRecord, { control: 'signal' }>;

/** Stores lines in a spool file or in memory, or prints them on stderr. False if that failed. */
export type AppendLines = (lines: string, events: number) => boolean;

/** The fields that all events of an invocation share. */
export interface RecorderIdentity {
  invocationId: string;
  anonymousId: string;
  projectId: string | undefined;
  process: ProcessProperties;
}

/** Adds order, ids and base properties to events, and stores them. */
export interface EventRecorder {
  userId: string | undefined;
  command: string;
  flags: readonly string[];
  /** Declared properties that all events of the invocation have. */
  invocationProperties: Properties;
  /** Records one event, and writes the control records with it in one write. */
  record(
    event: string,
    properties: Properties,
    extras?: { flow?: FlowFields | undefined; controls?: ControlRecord[] },
  ): void;
  /** The last signal that the tool handled. */
  signalled?: SignalRecord;
  /** Whether the tool may be ending because of it; false once the tool has gone on. */
  isInterrupted?: boolean;
  /** Writes a control record for the sender. */
  control(record: ControlRecord): void;
  /** Returns the values that match their declarations, and counts the others as lost. */
  guard(set: PropertySet | undefined, values: unknown): Properties;
  /** Counts a loss, and logs it in debug mode. */
  lose(reason: string, message: string): void;
  /** Losses so far, by reason. */
  readonly losses: Record<string, number>;
}

/** Well within the range of `Date`, in milliseconds. */
const latestTime = 8e15;

/** Creates the recorder of one invocation. */
export function createEventRecorder(options: {
  append: AppendLines;
  identity: RecorderIdentity;
  clock: () => number;
  debug: DebugLog;
  /** The name that a client of this tool, such as an agent, has given; undefined if none has. */
  client?: (() => string | undefined) | undefined;
}): EventRecorder {
  const { append, identity, clock, debug } = options;
  const { invocationId, anonymousId, projectId } = identity;
  const losses: Record<string, number> = {};
  let sequence = 0;
  let lastTime = 0;
  /** Events until then belong to the shutdown after a signal; a later one shows that the tool has gone on. */
  let shutdownEndsAt = 0;

  /** Each event is at least 1 ms after the one before, even if the clock is set back, stops or throws. */
  function nextTime(): number {
    let time = Number.NaN;
    try {
      time = Math.trunc(clock());
    } catch {}
    lastTime = Math.max(Math.abs(time) < latestTime ? time : Date.now(), lastTime + 1);
    return lastTime;
  }

  const recorder: EventRecorder = {
    userId: undefined,
    command: 'unknown',
    flags: [],
    invocationProperties: {},
    losses,

    record(name, properties, { flow, controls = [] } = {}) {
      sequence += 1;
      const { userId } = recorder;
      const client = options.client?.();
      // Undefined fields are not written.
      const event: { [Name in keyof WireEvent]: WireEvent[Name] | undefined } = {
        event: name,
        distinct_id: userId ?? anonymousId,
        insert_id: insertIdOf(invocationId, sequence),
        timestamp: isoTime(nextTime()),
        anonymous_id: anonymousId,
        user_id: userId,
        project_id: projectId,
        invocation_id: invocationId,
        sequence,
        ...flow,
        properties: {
          ...properties,
          ...recorder.invocationProperties,
          invocation_id: invocationId,
          sequence,
          command: recorder.command,
          flags: recorder.flags as string[],
          ...identity.process,
          ...(client !== undefined && { cli_context: `agent:${client}`, is_interactive: false }),
        },
      };
      let lines = `${JSON.stringify(event)}\n`;
      for (const control of controls) lines += `${JSON.stringify(control)}\n`;
      if (monotonicMs() > shutdownEndsAt) recorder.isInterrupted = false;
      // Again after the event, from which a sender concludes that the tool has gone on.
      if (recorder.isInterrupted) lines += `${JSON.stringify(recorder.signalled)}\n`;
      if (append(lines, 1)) debug(`recorded ${sequence} ${name} ${JSON.stringify(properties)}`);
      else recorder.lose('write', `${name} could not be written`);
    },

    control(record) {
      if (record.control === 'signal') {
        recorder.signalled = record;
        recorder.isInterrupted = true;
        // After Ctrl-C, most tools end; after SIGHUP, some read their configuration again.
        shutdownEndsAt = monotonicMs() + (record.signal === 'SIGINT' ? 10_000 : 100);
      }
      append(`${JSON.stringify(record)}\n`, 0);
    },

    guard(set = {}, values) {
      try {
        const { properties, refused } = guardProperties(set, values);
        for (const name of refused) recorder.lose('value', `${name} is outside its declaration`);
        return properties;
      } catch (error) {
        // If reading the values throws, only the values are lost, not the event.
        recorder.lose('value', textOf(error));
        return {};
      }
    },

    lose(reason, message) {
      losses[reason] = (losses[reason] ?? 0) + 1;
      debug(`lost: ${message}`);
    },
  };
  return recorder;
}
