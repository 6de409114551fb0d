import {
  basePropertyNames,
  lifecycleEvents,
  type Properties,
  type WireEvent,
} from '@sonde/protocol';
import { type EndingSignal, exitCodeOf, isFromUser } from '../process-end/ending-signals.js';
import type { ControlRecord } from '../spool/control-record.js';
import { insertIdOf } from '../spool/insert-id.js';
import type { SpoolLine } from '../spool/spool-reader.js';

type Control<Kind extends ControlRecord['control']> = Extract<ControlRecord, { control: Kind }>;

interface OpenFlow extends Control<'flow'> {
  step: string | null;
  startedAt: number;
}

/** Well within what a date can hold. */
const latestTime = 8e15;

/** Reads the lines of one file, and finds which end events its invocation lacks. */
export interface InvocationRecovery {
  see(line: SpoolLine): void;
  /** Whether a copy of the file is kept once it is sent. */
  readonly keepFlushed: boolean;
  /** Losses by reason: those that the tool recorded, and lines that cannot be read. */
  readonly dropped: Record<string, number>;
  /**
   * The end events that are missing: those of open flows, and `Command Completed`.
   *
   * The same lines always give the same events, with the same ids and times, so a second recovery counts
   * once.
   */
  missing(): WireEvent[];
  /**
   * The end events of resumable flows that are still open, in case no later run continues them. They come
   * after those of {@link InvocationRecovery.missing}.
   */
  abandoned(): WireEvent[];
}

/** Whether a record has the fields that are read here. Another version may write others. */
function isWellFormed(control: ControlRecord): boolean {
  const isText = (...values: unknown[]) => values.every((value) => typeof value === 'string');
  switch (control.control) {
    case 'opened':
      return Array.isArray(control.invocation_properties);
    case 'flow':
      return isText(control.flow, control.flow_run_id, control.prefix);
    case 'step':
      return isText(control.flow_run_id, control.step);
    case 'serving':
      return typeof control.duration_ms === 'number';
    case 'body':
      return typeof control.succeeded === 'boolean' && typeof control.error === 'object';
    default:
      return true;
  }
}

/** Starts the recovery of one invocation. */
export function followInvocation(): InvocationRecovery {
  const flows = new Map<string, OpenFlow>();
  const dropped: Record<string, number> = {};
  let opened: Control<'opened'> | undefined;
  let body: Control<'body'> | undefined;
  /** Set for a command that serves until it is killed, for which that is not a failure. */
  let serving: Control<'serving'> | undefined;
  let last: WireEvent | undefined;
  let signal: EndingSignal | undefined;
  /** Properties of Command Invoked: the command's arguments and the base properties. */
  let invoked: Properties | undefined;
  let completed = false;

  function seeEvent(event: WireEvent): void {
    last = event;
    // The tool continued after the signal.
    signal = undefined;
    if (event.event === lifecycleEvents.invoked) invoked ??= event.properties ?? {};
    if (event.event === lifecycleEvents.completed) completed = true;
    const flow = event.flow_run_id === undefined ? undefined : flows.get(event.flow_run_id);
    if (flow !== undefined && event.flow_run_id !== undefined) {
      const word = event.event.slice(flow.prefix.length);
      if (
        event.event.startsWith(flow.prefix) &&
        [' Completed', ' Aborted', ' Failed'].includes(word)
      ) {
        flows.delete(event.flow_run_id);
      }
    }
  }

  function seeControl(control: ControlRecord): void {
    switch (control.control) {
      case 'opened':
        opened ??= control;
        break;
      case 'flow':
        flows.set(control.flow_run_id, {
          ...control,
          step: null,
          startedAt: Date.parse(last?.timestamp ?? ''),
        });
        break;
      case 'step': {
        const flow = flows.get(control.flow_run_id);
        if (flow !== undefined) flow.step = control.step;
        break;
      }
      case 'body':
        body ??= control;
        break;
      case 'signal':
        signal = control.signal;
        break;
      case 'serving':
        serving = control;
        break;
      case 'loss':
        for (const [reason, count] of Object.entries(control.dropped ?? {})) {
          if (Number.isSafeInteger(count)) dropped[reason] = (dropped[reason] ?? 0) + count;
        }
        break;
    }
  }

  function endEventOf(flow: OpenFlow, endedAt: number): readonly [string, Properties] {
    const duration_ms = Math.max(0, endedAt - flow.startedAt) || 0;
    if (body === undefined) {
      const reason = signal === undefined ? 'vanished' : 'cancelled';
      return ['Aborted', { step: flow.step, reason }];
    }
    if (body.error !== null) {
      const { error_class } = body.error;
      return ['Failed', { step: flow.step, duration_ms, error_class }];
    }
    return body.succeeded
      ? ['Completed', { duration_ms }]
      : ['Aborted', { step: flow.step, reason: 'cancelled' }];
  }

  /** Adds the command's end event, unless it was recorded or no command ran. */
  function completeCommand(add: (event: string, properties: Properties) => void): void {
    if (invoked === undefined || completed) return;
    const common = invoked;
    const addLifecycle = (event: string, properties: Properties) =>
      add(event, { ...common, ...properties });
    if (body === undefined && serving !== undefined) {
      const { duration_ms } = serving;
      const exit_code = signal === undefined ? undefined : exitCodeOf(signal);
      addLifecycle(lifecycleEvents.completed, {
        succeeded: true,
        ...(exit_code !== undefined && { exit_code }),
        ...(duration_ms > 0 && { duration_ms }),
      });
      return;
    }
    if (body === undefined) {
      addLifecycle(
        lifecycleEvents.completed,
        signal === undefined
          ? { succeeded: false, vanished: true }
          : isFromUser(signal)
            ? { succeeded: false, exit_code: exitCodeOf(signal), user_cancelled: true }
            : {
                succeeded: false,
                exit_code: exitCodeOf(signal),
                user_cancelled: false,
                error_class: signal,
              },
      );
      return;
    }
    if (body.error !== null) addLifecycle(lifecycleEvents.failed, { ...body.error });
    // The process died between the end of the body and its exit: the command's outcome is known, its exit
    // code is not.
    addLifecycle(lifecycleEvents.completed, {
      succeeded: body.succeeded,
      duration_ms: body.duration_ms,
      ...(!body.succeeded && { user_cancelled: body.user_cancelled }),
      ...(body.error !== null && { error_class: body.error.error_class }),
    });
  }

  function complete(): { missing: WireEvent[]; abandoned: WireEvent[] } {
    if (last?.invocation_id === undefined || last.sequence === undefined)
      return { missing: [], abandoned: [] };
    const { invocation_id: invocationId } = last;
    const lastTime = Date.parse(last.timestamp ?? '');
    // The file is damaged: it is sent as it is, without end events.
    if (typeof invocationId !== 'string' || !(Math.abs(lastTime) < latestTime))
      return { missing: [], abandoned: [] };
    const kept = new Set<string>([...basePropertyNames, ...(opened?.invocation_properties ?? [])]);
    const base = Object.fromEntries(
      Object.entries(last.properties ?? {}).filter(([name]) => kept.has(name)),
    );
    const events: WireEvent[] = [];
    const add = (event: string, properties: Properties, flow?: OpenFlow) => {
      const { flow: _flow, flow_run_id: _run, ...common } = last ?? {};
      const sequence = (last?.sequence ?? 0) + events.length + 1;
      events.push({
        ...common,
        event,
        insert_id: insertIdOf(invocationId, sequence),
        timestamp: new Date(lastTime + events.length + 1).toISOString(),
        sequence,
        ...(flow && { flow: flow.flow, flow_run_id: flow.flow_run_id }),
        properties: { ...properties, ...base, sequence },
      });
    };
    const open = [...flows.values()].reverse();
    for (const flow of open.filter(({ resumable }) => resumable !== true)) {
      const [word, properties] = endEventOf(flow, lastTime);
      add(`${flow.prefix} ${word}`, { ...flow.properties, ...properties }, flow);
    }
    completeCommand(add);
    const missing = [...events];
    for (const flow of open.filter(({ resumable }) => resumable === true)) {
      const properties = { step: flow.step, reason: 'abandoned' };
      add(`${flow.prefix} Aborted`, { ...flow.properties, ...properties }, flow);
    }
    return { missing, abandoned: events.slice(missing.length) };
  }

  return {
    dropped,
    get keepFlushed() {
      return opened?.keep_flushed === true;
    },

    see(line) {
      if (line.kind === 'event') seeEvent(line.event);
      else if (line.kind === 'control' && isWellFormed(line.control)) seeControl(line.control);
      else dropped.corrupt = (dropped.corrupt ?? 0) + 1;
    },

    missing: () => complete().missing,
    abandoned: () => complete().abandoned,
  };
}
