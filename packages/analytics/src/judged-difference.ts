import { type Static, Type } from 'typebox';
import { type ComparedSample, differenceOfRates } from './rate-difference.js';
import { Nullable } from './response-fields.js';

const verdicts = ['higher', 'lower', 'noise', 'unknown'] as const;
const bound = (what: string) =>
  Nullable(Type.Number({ minimum: -1, maximum: 1, description: what }));

/** Fields of a response for the difference of two rates. @param what The rates that are compared. */
export const differenceFields = (what: string) => ({
  difference: bound(`${what}; null if that is not known with an interval`),
  low: bound('Start of the 95 % interval of the difference'),
  high: bound('Its end'),
  verdict: Type.Enum(verdicts, {
    description:
      '`noise`: the interval contains 0. `unknown`: there are too few people, or a few of them have most of the runs',
  }),
});

const JudgedDifference = Type.Object(differenceFields(''));
export type JudgedDifference = Static<typeof JudgedDifference>;

/** The difference of two rates, and whether it may be chance. */
export function judgeDifference(sample: ComparedSample | undefined): JudgedDifference {
  const interval = sample === undefined ? null : differenceOfRates(sample);
  if (interval === null) return { difference: null, low: null, high: null, verdict: 'unknown' };
  const { low, high } = interval;
  return { ...interval, verdict: low > 0 ? 'higher' : high < 0 ? 'lower' : 'noise' };
}
