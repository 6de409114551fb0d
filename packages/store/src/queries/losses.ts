import { LossReport } from '@sonde/analytics';
import { type LossReason, lossReasons } from '@sonde/protocol';
import { arrivalParameters, isInRange, isNear } from '../sql/arrivals.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { defineQuery } from './query.js';

/** A key of fixed length is faster than the text. */
const accountKey = 'sipHash128(batch_id)';

type LossRow = Record<'batches' | 'recorded' | 'sent' | LossReason, number>;

/** One column per reason: merging maps takes ten times as long. */
const largestOfEach = lossReasons.map((reason) => `max(dropped['${reason}']) AS ${reason}`);
const sumOfEach = lossReasons.map((reason) => `sum(account.${reason}) AS ${reason}`);

/** Losses reported by clients with batches that arrived in a range. */
export const losses = defineQuery({
  path: '/api/v1/losses',
  operation: 'getLosses',
  summary: 'Losses reported by clients, by arrival of the report',
  access: { project: 'member' },
  parameters: rangeParameters,
  response: { name: 'LossReport', description: 'The sums', schema: LossReport },
  async read({ db }, input, now) {
    const [row] = await db.rows<LossRow>(
      `SELECT count() AS batches, sum(account.recorded) AS recorded, sum(account.sent) AS sent,
         ${sumOfEach.join(', ')}
       FROM (
         SELECT max(received_at) AS at, max(losses.recorded) AS recorded, max(losses.sent) AS sent,
           ${largestOfEach.join(', ')}
         FROM sonde.losses AS losses
         WHERE ${isNear} GROUP BY ${accountKey} HAVING ${isInRange}
       ) AS account`,
      arrivalParameters(input.project, readRange(input, now)),
    );
    const reasons = lossReasons.flatMap((reason) => {
      const events = row?.[reason] ?? 0;
      return reason === 'value' || events === 0 ? [] : [{ reason, events }];
    });
    const lost = reasons.reduce((sum, { events }) => sum + events, 0);
    return {
      batches: row?.batches ?? 0,
      recorded: row?.recorded ?? 0,
      sent: row?.sent ?? 0,
      lost,
      reasons: reasons.sort((a, b) => b.events - a.events),
      refused_values: row?.value ?? 0,
    };
  },
});
