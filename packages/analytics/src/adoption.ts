/** What people run the tools with: versions, operating systems and so on, over time. */
import { type Static, Type } from 'typebox';
import { isCountedPerson } from './invocation-summary.js';
import { compareText } from './recorded-event.js';
import { count, isoTime, Nullable } from './response-fields.js';

export const adoptionProperties = [
  'version',
  'operating_system',
  'arch',
  'runtime',
  'ci_name',
  'actor',
] as const;
export type AdoptionProperty = (typeof adoptionProperties)[number];

/** Values that are listed one by one, the most used ones; all others are counted together. */
export const listedValues = 50;

const counts = { invocations: count('Invocations'), users: count('People') };

const Counts = Type.Object(counts);
export type Counts = Static<typeof Counts>;

const twoPeriods = {
  ...counts,
  previous: Type.Object(counts, { description: 'The same in the range of equal length before' }),
};

/** A release of a tool, and how fast people took it up. */
export const Uptake = Type.Object({
  version: Type.String(),
  first_seen: isoTime('When the release was first seen'),
  half_days: Nullable(
    Type.Integer({
      minimum: 0,
      description:
        'Days from the day it was first seen until the first day on which at least half of the people of the tool used it or a newer version; null if there was none until the end of the range',
    }),
  ),
  most_days: Nullable(Type.Integer({ minimum: 0, description: 'The same for 90 % of them' })),
  users: count('People who use it or a newer version at the end of the range'),
  of_users: count('People of the tool at the end of the range'),
});
export type Uptake = Static<typeof Uptake>;

export const Adoption = Type.Object({
  property: Type.Enum(adoptionProperties),
  interval: Type.Union([Type.Literal('hour'), Type.Literal('day')]),
  from: isoTime('Start of the range'),
  previous_from: isoTime('Start of the range before, which ends there'),
  ...twoPeriods,
  groups: Type.Array(
    Type.Object({
      tool: Nullable(
        Type.String({ description: 'Empty if unknown; null unless the property is `version`' }),
      ),
      ...twoPeriods,
      values: Type.Array(
        Type.Object({
          value: Type.String({ description: 'Empty if it was not reported' }),
          ...twoPeriods,
        }),
        { description: `The ${listedValues} most used values, most used first` },
      ),
      others: Type.Object(
        { values: count('Values that are not listed'), ...twoPeriods },
        { description: 'All values that are not listed' },
      ),
      series: Type.Array(
        Type.Object({
          time: isoTime('Start of the interval'),
          ...counts,
          values: Type.Array(Type.Object({ value: Type.String(), ...counts }), {
            description: 'Listed values with invocations in the interval, in the order of `values`',
          }),
          others: Counts,
        }),
        { description: 'One entry per interval of the range, in order, including empty ones' },
      ),
    }),
    {
      description:
        'For versions one group per tool, the 20 most used; otherwise one group for all tools',
    },
  ),
  uptake: Type.Array(Type.Object({ tool: Type.String(), ...Uptake.properties }), {
    description:
      'For versions: the releases that were first seen in the range, by tool, newest first, at most 20 each. The people of a tool on a day are those who ran it in the 28 days up to and with it; each uses the version of their last invocation in these days',
  }),
});
export type Adoption = Static<typeof Adoption>;

/** An invocation as these numbers see it. */
export interface AdoptedInvocation {
  person: string;
  /** Milliseconds since 1970. */
  began: number;
  tool: string;
  /** Of the property in question; empty if it was not reported. */
  value: string;
}

/** Invocations and people of some invocations. */
function foldCounts(rows: readonly AdoptedInvocation[]): Counts {
  const people = rows.map(({ person }) => person).filter(isCountedPerson);
  return { invocations: rows.length, users: new Set(people).size };
}

/** Sorts values by use: most used first, then most used before, then by name. */
export function compareUse(
  a: { value: string; invocations: number; previous: Counts },
  b: { value: string; invocations: number; previous: Counts },
): number {
  return (
    b.invocations - a.invocations ||
    b.previous.invocations - a.previous.invocations ||
    compareText(a.value, b.value)
  );
}

/**
 * Counts invocations by value, in this range and in the one before.
 *
 * @param middle Where the range begins.
 * @param starts Starts of the intervals of the range.
 */
export function foldValues(
  rows: readonly AdoptedInvocation[],
  middle: number,
  starts: readonly number[],
): Pick<
  Adoption['groups'][number],
  'values' | 'others' | 'series' | 'invocations' | 'users' | 'previous'
> {
  const inTwo = (own: readonly AdoptedInvocation[]) => ({
    ...foldCounts(own.filter(({ began }) => began >= middle)),
    previous: foldCounts(own.filter(({ began }) => began < middle)),
  });
  const all = [...new Set(rows.map(({ value }) => value))]
    .map((value) => ({ value, ...inTwo(rows.filter((row) => row.value === value)) }))
    .sort(compareUse);
  const values = all.slice(0, listedValues);
  const listed = new Set(values.map(({ value }) => value));
  const isOther = ({ value }: AdoptedInvocation) => !listed.has(value);
  const startOf = (began: number) => starts.findLast((start) => start <= began);
  return {
    ...inTwo(rows),
    values,
    others: { values: all.length - values.length, ...inTwo(rows.filter(isOther)) },
    series: starts.map((start) => {
      const own = rows.filter(({ began }) => began >= middle && startOf(began) === start);
      return {
        time: new Date(start).toISOString(),
        ...foldCounts(own),
        values: values.flatMap(({ value }) => {
          const its = own.filter((row) => row.value === value);
          return its.length === 0 ? [] : [{ value, ...foldCounts(its) }];
        }),
        others: foldCounts(own.filter(isOther)),
      };
    }),
  };
}
