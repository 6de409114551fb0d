import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import { isDataDirectory, readDataOwner } from '@sonde/store';
import { type AskOperator, findOperator } from './ask-operator.js';

export interface OperatorOptions {
  dataDirectory: string;
  /** Starts the collector in this process, on the operator socket alone; for when none runs. */
  start: () => Promise<{ close(): Promise<void> }>;
}

/** A collector that starts has the data directory before it has its socket. */
const startPatienceMs = 15_000;

/**
 * Runs a command of the operator: by the collector that runs on the data directory, else by one that
 * is started in this process for as long as the command takes. Both are asked over the same socket.
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
    // Only `serve` makes one: a mistyped path must not become an empty collector.
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

/** Files that root writes could not be written any more by the user whose data it are. */
async function refuseForeignData(dataDirectory: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await readDataOwner(dataDirectory);
  if (owner === undefined || owner === 0) return;
  throw new SondeError('operator_not_permitted', {
    detail: `${dataDirectory} belongs to the user with the id ${owner}`,
  });
}
