import type { Properties, WireEvent } from '@sonde/protocol';
import {
  join,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from '../runtime/node-modules.js';
import { appendLine } from './append-line.js';
import { makeDirectory } from './make-directory.js';
import { readSmallFile } from './small-file.js';

/*
 * Flow runs that later processes may continue. Each has a file, `flow-runs/<run id>.jsonl`, in the spool.
 *
 * The first line is written when the run begins; each process that continues the run appends lines. A
 * file is created whole, then only appended to, then deleted, so a process that dies leaves at worst half a
 * line. The process that deletes the file ends the run.
 */

/** Directory of the runs in a spool. */
export const keptRunsDirectory = 'flow-runs';

/** A flow run as stored between two processes. Times are from the tool's clock. */
export interface KeptRun {
  path: string;
  flow: string;
  flow_run_id: string;
  /** Tag of the destination that its events go to. */
  destination: string;
  started_at: number;
  ends_at: number;
  /** How far the tool's clock is ahead of the system's. */
  offset_ms: number;
  /** The properties of every event of the run. */
  properties: Properties;
  step: string | null;
  /** The end event to send if the run is abandoned; written for the latest invocation that continued it. */
  terminal: WireEvent | null;
}

type Header = Omit<KeptRun, 'path' | 'step' | 'terminal'>;

function isHeader(value: Partial<Header> | null): value is Header {
  return (
    typeof value === 'object' &&
    typeof value?.flow === 'string' &&
    typeof value.flow_run_id === 'string' &&
    typeof value.destination === 'string' &&
    [value.started_at, value.ends_at, value.offset_ms].every(Number.isSafeInteger) &&
    typeof value.properties === 'object' &&
    value.properties !== null
  );
}

/** Reads a run; undefined if there is none, or if it cannot be read. */
export function readKeptRun(path: string): KeptRun | undefined {
  let run: KeptRun | undefined;
  let text: string | undefined;
  try {
    text = readSmallFile(path);
  } catch {}
  if (text === undefined) return undefined;
  for (const line of text.split('\n')) {
    let value: Partial<Header> & { step?: unknown; terminal?: WireEvent };
    try {
      value = Object(JSON.parse(line));
    } catch {
      // The process that wrote it died, or the disk was full.
      continue;
    }
    if (run === undefined) {
      if (!isHeader(value)) return undefined;
      run = { ...value, path, step: null, terminal: null };
    } else if (typeof value.step === 'string') run.step = value.step;
    else if (typeof value.terminal?.event === 'string') run.terminal = value.terminal;
  }
  return run;
}

/** Adds a line to a run, unless the run has ended. Never throws. */
function append(path: string, line: object): void {
  try {
    appendLine(path, line, false);
  } catch {}
}

/** Stores the event that a sender reports if the run is abandoned. */
export function keepEndEvent(spool: string, runId: string, endEvent: WireEvent): void {
  append(join(spool, keptRunsDirectory, `${runId}.jsonl`), { terminal: endEvent });
}

/** A stored run that this process continues. Nothing here throws. */
export interface KeptFlow {
  runId: string;
  properties: Properties;
  step: string | null;
  moveTo(step: string): void;
  /** False if another process has ended the run, or a sender has because its time was over. */
  end(): boolean;
  elapsedMs(): number;
}

/** Stores flow runs for later processes. Nothing here throws. */
export interface FlowKeeper {
  /** The open run of a flow that an earlier process began; undefined if there is none. */
  find(flow: string): KeptFlow | undefined;
  /**
   * Stores a new run and returns it. Returns the other run if another process began the flow just before.
   * Undefined if nothing can be stored.
   */
  begin(run: {
    flow: string;
    runId: string;
    withinMs: number;
    properties: Properties;
  }): KeptFlow | undefined;
}

/** Creates the store of the flow runs in a spool. */
export function createFlowKeeper(options: {
  directory: string;
  destination: string;
  clock: () => number;
}): FlowKeeper {
  const { destination, clock } = options;
  const directory = join(options.directory, keptRunsDirectory);

  /** The open runs of a flow. If there are several, the first one counts. */
  function list(flow: string): KeptRun[] {
    let names: string[];
    try {
      names = readdirSync(directory);
    } catch {
      return [];
    }
    return names
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readKeptRun(join(directory, name)))
      .filter((run) => run !== undefined)
      .filter(
        (run) =>
          run.flow === flow &&
          run.destination === destination &&
          // The absolute value, so that a clock set back a little does not end the run.
          Math.abs(clock() - run.started_at) < run.ends_at - run.started_at,
      )
      .sort((a, b) => a.started_at - b.started_at || (a.flow_run_id < b.flow_run_id ? -1 : 1));
  }

  function remove({ path }: KeptRun): boolean {
    try {
      unlinkSync(path);
      return true;
    } catch {
      return false;
    }
  }

  const toFlow = (run: KeptRun): KeptFlow => ({
    runId: run.flow_run_id,
    properties: run.properties,
    step: run.step,
    moveTo: (step) => append(run.path, { step }),
    end: () => remove(run),
    elapsedMs: () => Math.max(0, Math.round(clock() - run.started_at)),
  });

  return {
    find(flow) {
      const [first] = list(flow);
      return first && toFlow(first);
    },

    begin({ flow, runId, withinMs, properties }) {
      const now = Math.trunc(clock());
      const header: Header = {
        flow,
        flow_run_id: runId,
        destination,
        started_at: now,
        ends_at: now + Math.trunc(withinMs),
        offset_ms: now - Date.now(),
        properties,
      };
      const path = join(directory, `${runId}.jsonl`);
      const draft = `${path}.tmp`;
      try {
        makeDirectory(directory);
        writeFileSync(draft, `${JSON.stringify(header)}\n`, { mode: 0o600 });
        renameSync(draft, path);
      } catch {
        return undefined;
      }
      const own = { ...header, path, step: null, terminal: null };
      const [first] = list(flow);
      if (first === undefined || first.flow_run_id === runId) return toFlow(own);
      remove(own);
      return toFlow(first);
    },
  };
}
