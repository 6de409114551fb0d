import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import { isDataDirectory, readDataOwner } from '@sonde/store';
import { type AskOperator, findOperator } from './ask-operator.js';

export interface OperatorOptions {
  dataDirectory: string;
  /**
   * Starts the collector in this process with only the operator socket; used if none is running.
   */
  start: () => Promise<{ close(): Promise<void> }>;
}

/** A starting collector holds the data directory before it has its socket. */
const startPatienceMs = 15_000;

/**
 * Runs an operator command: in the running collector, or in one that is started in this process for
 * the duration of the command. Both are called over the same socket.
 *
 * @throws `data_directory_missing`, `operator_not_permitted`, or what `start` rejects with
 */
export async function runAsOperator<Result>(
  { dataDirectory, start }: OperatorOptions,
  act: (ask: AskOperator) => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + startPatienceMs;
  for (;;) {
    const running = await findOperator(dataDirectory);
    if (running !== undefined) return act(running);
    // Only `serve` creates one: a mistyped path must not become an empty collector.
    if (!(await isDataDirectory(dataDirectory))) {
      throw new SondeError('data_directory_missing', { detail: dataDirectory });
    }
    await refuseForeignData(dataDirectory);
    let own: Awaited<ReturnType<typeof start>>;
    try {
      own = await start();
    } catch (error) {
      const isInUse = error instanceof SondeError && error.code === 'data_directory_in_use';
      if (!isInUse || Date.now() > deadline) throw error;
      await delay(100);
      continue;
    }
    try {
      const ask = await findOperator(dataDirectory);
      if (ask === undefined) throw new SondeError('operator_socket_unavailable');
      return await act(ask);
    } finally {
      await own.close();
    }
  }
}

/** The owner of the data could no longer write files that root has written. */
async function refuseForeignData(dataDirectory: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await readDataOwner(dataDirectory);
  if (owner === undefined || owner === 0) return;
  throw new SondeError('operator_not_permitted', {
    detail: `${dataDirectory} belongs to the user with the id ${owner}`,
  });
}
