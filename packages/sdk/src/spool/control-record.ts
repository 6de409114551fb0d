import type { Properties } from '@sonde/protocol';
import type { ErrorDescription } from '../errors/describe-error.js';
import type { EndingSignal } from '../runtime/ending-signals.js';

/**
 * Lines of a spool file that are not events: what a sender must know to complete the story of a
 * process that died. They have a `control` and never an `event`, and are not sent.
 */
export type ControlRecord =
  | {
      control: 'opened';
      format: 1;
      pid: number;
      /** Start of the process in the kernel's own clock; null where it is not known. */
      start: string | null;
      /** Start of the process, milliseconds since 1970. */
      started_at: number;
      /** Namespace in which `pid` is valid; null where there are none. */
      namespace: string | null;
      /** Names of the properties that every event of the invocation may carry beside the base ones. */
      invocation_properties: string[];
      keep_flushed: boolean;
    }
  | {
      control: 'flow';
      flow: string;
      flow_run_id: string;
      prefix: string;
      /** On every event of the flow. */
      properties: Properties;
      /** It may go on in later processes: see `kept-flow-runs.ts`. */
      resumable?: true;
    }
  | { control: 'step'; flow_run_id: string; step: string }
  | ({
      control: 'body';
      succeeded: boolean;
      user_cancelled: boolean;
      duration_ms: number;
      /** Of a body that threw; null when it did not, or was cancelled. */
      error: ErrorDescription | null;
    } & Record<never, never>)
  /** A signal that something else in the process answers, perhaps by ending it without another word. */
  | { control: 'signal'; signal: EndingSignal }
  /** The command serves others, and was alive after this time. */
  | { control: 'serving'; duration_ms: number }
  /** What the tool lost itself, by reason. */
  | { control: 'loss'; dropped: Record<string, number> };
