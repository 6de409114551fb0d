import { type Json, type LossReason, lossReasons } from '@sonde/protocol';

/** The valid counts of a loss report that came with a batch. */
export interface Loss {
  /** Idempotency key of the report; undefined if the client sends none. */
  id?: string;
  recorded: number;
  sent: number;
  /** Known reasons only. */
  dropped: Partial<Record<LossReason, number>>;
}

const longestId = 128;

/** No spool has as many; sums of reported counts must stay safe integers. */
const largestCount = 1_000_000_000;

/**
 * Reads the loss report in a request's `meta`; undefined if there is none.
 *
 * Clients are not trusted: invalid counts are ignored.
 */
export function readLoss(meta: { [key: string]: Json }): Loss | undefined {
  const { loss } = meta;
  if (!isObject(loss)) return undefined;
  const dropped: Loss['dropped'] = {};
  if (isObject(loss.dropped)) {
    for (const reason of lossReasons) {
      const count = readCount(loss.dropped[reason]);
      if (count > 0) dropped[reason] = count;
    }
  }
  return {
    ...readId(loss.id),
    recorded: readCount(loss.recorded),
    sent: readCount(loss.sent),
    dropped,
  };
}

function readId(value: Json | undefined): { id?: string } {
  const isId = typeof value === 'string' && value !== '' && value.length <= longestId;
  return isId ? { id: value } : {};
}

function readCount(value: Json | undefined): number {
  const isCount =
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= largestCount;
  return isCount ? value : 0;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
