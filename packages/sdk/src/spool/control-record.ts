import type { Properties } from '@sonde/protocol';
import type { ErrorDescription } from '../errors/describe-error.js';
import type { EndingSignal } from '../process-end/ending-signals.js';

/**
 * Lines of a spool file that are not events: what a sender needs to recover an invocation whose process
 * died. They have a `control` field and no `event` field, and are not sent.
 */
export type ControlRecord =
  | {
      control: 'opened';
      format: 1;
      pid: number;
      /** Start time of the process by the kernel's clock; null if unknown. */
      start: string | null;
      /** Start time of the process, in milliseconds since 1970. */
      started_at: number;
      /** The process namespace that `pid` belongs to; null if the system has none. */
      namespace: string | null;
      /** Names of the declared invocation properties. */
      invocation_properties: string[];
      keep_flushed: boolean;
    }
  | {
      control: 'flow';
      flow: string;
      flow_run_id: string;
      prefix: string;
      /** The properties of every event of the flow. */
      properties: Properties;
      /** Later processes may continue it: see `kept-flow-runs.ts`. */
      resumable?: true;
    }
  | { control: 'step'; flow_run_id: string; step: string }
  | ({
      control: 'body';
      succeeded: boolean;
      user_cancelled: boolean;
      duration_ms: number;
      /** Null unless the body threw. */
      error: ErrorDescription | null;
    } & Record<never, never>)
  /** A signal that the tool handles. The process may end without recording anything more. */
  | { control: 'signal'; signal: EndingSignal }
  /** A serving command was still running after this time. */
  | { control: 'serving'; duration_ms: number }
  /** Losses in the tool's process, by reason. */
  | { control: 'loss'; dropped: Record<string, number> };
