import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Period } from './fill-sql.js';
import { type Data, listRows } from './rows.js';

/** What to fill an empty directory with. */
export interface Fill {
  periods: (Omit<Period, 'now'> & { events: number })[];
  now: number;
}

export interface TableSize {
  name: string;
  rows: number;
  bytes: number;
}

/** A row of `rows.ts` by its place there, and by how many milliseconds its ranges are moved. */
interface RowRequest {
  index: number;
  moved: number;
}

/** The requests to a build process, with their input. */
export interface Requests {
  fill: Fill;
  open: undefined;
  run: RowRequest;
  answer: RowRequest;
  count: undefined;
  tables: undefined;
  writeParquet: { file: string };
  close: undefined;
}

/** The results; of `run` and `count`, milliseconds. */
export interface Answers {
  fill: undefined;
  open: Data;
  run: number;
  answer: unknown;
  count: number;
  tables: TableSize[];
  writeParquet: undefined;
  close: undefined;
}

/** Name of the variable that makes builds measure processor time, of all their threads. */
export const processorTime = 'SONDE_BENCH_PROCESSOR_TIME';

/** This checkout. */
export const ownRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A build of the product over a data directory, in its own process. */
export class Build {
  readonly #child: ChildProcess;

  /**
   * @param root A checkout that is built.
   * @param directory Its data directory; no other build may have it open.
   */
  constructor(root: string, directory: string) {
    const program = fileURLToPath(new URL('./build-process.ts', import.meta.url));
    this.#child = fork(program, [root, directory]);
  }

  /** One request at a time. */
  async ask<Name extends keyof Requests>(
    name: Name,
    ...[input]: Requests[Name] extends undefined ? [] : [Requests[Name]]
  ): Promise<Answers[Name]> {
    const ended = new AbortController();
    const onExit = () => ended.abort(new Error(`the build ended while asked to ${name}`));
    this.#child.once('exit', onExit);
    try {
      this.#child.send({ name, input });
      const [{ answer, error }] = await once(this.#child, 'message', { signal: ended.signal });
      if (error !== undefined) throw new Error(error);
      return answer;
    } finally {
      this.#child.off('exit', onExit);
    }
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit');
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await this.ask('close');
    await exited;
  }
}

export const rowNames = listRows({ oldest: 0, newest: 0, invocation: '' }, 0).map(
  ({ name }) => name,
);
