import { type Json, type LossReason, lossReasons } from '@sonde/protocol';

/** One client's account that came with a batch, as far as it consists of counts. */
export interface Loss {
  /** Idempotency key of the report; undefined if the client sends none. */
  id?: string;
  recorded: number;
  sent: number;
  /** Only reasons that something was lost for. */
  dropped: Partial<Record<LossReason, number>>;
}

const longestId = 128;

/** No spool holds as many; sums of claims must stay whole numbers. */
const largestCount = 1_000_000_000;

/**
 * Reads the loss counters of a request's `meta`; undefined without any.
 *
 * Client counters are claims: anything that is not a count is passed over.
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
