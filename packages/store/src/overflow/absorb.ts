import type { AbsorbResult, AppendResult } from '../port.js';
import type { Batch } from '../records.js';
import { areRowsRefused } from '../store-errors.js';
import type { Overflow } from './overflow.js';

export interface AbsorbDependencies {
  append: (batch: Batch) => Promise<AppendResult>;
  overflow: Pick<Overflow, 'add'>;
  isOverloaded: () => boolean;
  /** How long an append may take. */
  timeoutMs: number;
}

/**
 * Appends a batch, or lets it wait in the overflow directory if the store is overloaded, slow or
 * failing. A slow append continues; whichever is on disk first counts.
 */
export async function absorb(
  batch: Batch,
  { append, overflow, isOverloaded, timeoutMs }: AbsorbDependencies,
): Promise<AbsorbResult> {
  const wait = async (): Promise<AbsorbResult> => {
    await overflow.add(batch);
    return { accepted: batch.events.length, duplicates: 0, overflowed: true };
  };
  if (isOverloaded()) return wait();
  const appending = append(batch).then((result) => ({ ...result, overflowed: false }));
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timeout = setTimeout(resolve, timeoutMs, undefined);
  });
  try {
    const result = await Promise.race([appending, late]);
    if (result !== undefined) return result;
  } catch (error) {
    // They would be refused again.
    if (areRowsRefused(error)) throw error;
  } finally {
    clearTimeout(timeout);
  }
  const waiting = wait();
  try {
    return await Promise.any([appending, waiting]);
  } catch {
    return await waiting;
  }
}
