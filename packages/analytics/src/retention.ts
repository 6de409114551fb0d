/** How many people come back in the weeks after their first invocation. */
import { type Static, Type } from 'typebox';
import { isCountedPerson } from './invocation-summary.js';
import { compareText } from './recorded-event.js';
import { count, isoTime, Nullable } from './response-fields.js';

export const retentionGroups = ['version', 'actor'] as const;

/** First versions that are listed. */
export const listedGroups = 12;

const weekCounts = {
  people: count('People with an invocation in this week'),
  of: count('People of these cohorts'),
};

export const Retention = Type.Object({
  until: isoTime('End of what is counted: the end of the range, or now'),
  weeks: Type.Array(isoTime('Start of a week: Monday in the zone'), {
    description: 'The weeks that the range touches',
  }),
  groups: Type.Array(
    Type.Object({
      tool: Nullable(
        Type.String({ description: 'Of the first version; null without `by=version`' }),
      ),
      name: Nullable(
        Type.String({
          description:
            'The first version, empty if unknown; or who ran the first invocation: `person`, `agent`, `ci`, `no_terminal` or `unknown`. Null without `by`',
        }),
      ),
      people: count('People of all cohorts'),
      cohorts: Type.Array(
        Type.Object({
          week: isoTime('Week of the first invocation of these people'),
          people: count('People'),
          weeks: Type.Array(
            Type.Object({
              people: weekCounts.people,
              is_over: Type.Boolean({ description: 'False: the week is not over, more may come' }),
            }),
            { description: 'From the week of the first invocation to the last of `weeks`' },
          ),
        }),
        { description: 'One for each of `weeks`, in order, including empty ones' },
      ),
      average: Type.Array(Type.Object(weekCounts), {
        description:
          'By weeks since the first invocation, over all cohorts for which that week is over',
      }),
    }),
    {
      description: `One without \`by\`; else those with most people first, at most ${listedGroups}`,
    },
  ),
});
export type Retention = Static<typeof Retention>;
type Group = Retention['groups'][number];

/** An invocation as these numbers see it. */
export interface RetainedInvocation {
  person: string;
  /** Milliseconds since 1970. */
  began: number;
  /** Whether it matches the filters. */
  passes: boolean;
  tool: string;
  /** What it is grouped by; empty if it was not reported. */
  name: string;
}

/** People with an invocation in a week, by the week of their first one. */
export interface WeekCount {
  tool: string;
  name: string;
  /** Positions in the list of weeks. */
  cohort: number;
  week: number;
  people: number;
}

/**
 * Counts people by cohort and week. A person's cohort is the week of their first invocation of all;
 * that one must match the filters, and so must those by which they come back.
 *
 * @param invocations All of the project.
 * @param weeks Starts of the weeks; `until` is the end of the last one that counts.
 */
export function foldWeeks(
  invocations: readonly RetainedInvocation[],
  weeks: readonly number[],
  until: number,
): WeekCount[] {
  const counts = new Map<string, WeekCount>();
  const weekOf = (began: number) => weeks.findLastIndex((start) => start <= began);
  for (const person of new Set(invocations.map((one) => one.person))) {
    if (!isCountedPerson(person)) continue;
    const own = invocations.filter((one) => one.person === person).sort(compareFirst);
    const first = own[0];
    if (first === undefined || !first.passes || first.began >= until) continue;
    const cohort = weekOf(first.began);
    if (cohort === -1) continue;
    const came = own.filter(({ passes, began }) => passes && began < until);
    for (const week of new Set(came.map(({ began }) => weekOf(began)))) {
      const { tool, name } = first;
      const key = JSON.stringify([tool, name, cohort, week]);
      const people = (counts.get(key)?.people ?? 0) + 1;
      counts.set(key, { tool, name, cohort, week, people });
    }
  }
  return [...counts.values()];
}

/** Which of two invocations counts as the first, if they began in the same millisecond, too. */
function compareFirst(a: RetainedInvocation, b: RetainedInvocation): number {
  return (
    a.began - b.began ||
    Number(b.passes) - Number(a.passes) ||
    compareText(a.tool, b.tool) ||
    compareText(a.name, b.name)
  );
}

/**
 * Draws the cohorts of each group.
 *
 * @param counts From {@link foldWeeks}.
 * @param ends Ends of the weeks.
 */
export function drawCohorts(
  counts: readonly WeekCount[],
  weeks: readonly number[],
  ends: readonly number[],
  until: number,
  by: (typeof retentionGroups)[number] | undefined,
): Retention {
  const isOver = ends.map((end) => end <= until);
  const keyOf = ({ tool, name }: WeekCount) => JSON.stringify([tool, name]);
  const grouped = groupBy(counts, keyOf);
  if (by === undefined && grouped.size === 0) grouped.set('', []);
  const groups = [...grouped.values()].map((own): Group => {
    const cohorts = weeks.map((start, cohort) => drawCohort(own, start, cohort, isOver));
    return {
      tool: by === 'version' ? (own[0]?.tool ?? '') : null,
      name: by === undefined ? null : (own[0]?.name ?? ''),
      people: cohorts.reduce((sum, { people }) => sum + people, 0),
      cohorts,
      average: averageWeeks(cohorts),
    };
  });
  return {
    until: new Date(until).toISOString(),
    weeks: weeks.map((start) => new Date(start).toISOString()),
    groups: groups
      .sort(
        (a, b) =>
          b.people - a.people ||
          compareText(a.tool ?? '', b.tool ?? '') ||
          compareText(a.name ?? '', b.name ?? ''),
      )
      .slice(0, listedGroups),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function drawCohort(
  counts: readonly WeekCount[],
  start: number,
  cohort: number,
  isOver: readonly boolean[],
): Group['cohorts'][number] {
  const own = counts.filter((one) => one.cohort === cohort);
  const weeks = isOver.slice(cohort).map((is_over, offset) => ({
    people: own.find(({ week }) => week === cohort + offset)?.people ?? 0,
    is_over,
  }));
  return { week: new Date(start).toISOString(), people: weeks[0]?.people ?? 0, weeks };
}

function averageWeeks(cohorts: Group['cohorts']): Group['average'] {
  return cohorts.map((_, offset) => {
    const over = cohorts.filter(({ weeks }) => weeks[offset]?.is_over === true);
    return {
      people: over.reduce((sum, { weeks }) => sum + (weeks[offset]?.people ?? 0), 0),
      of: over.reduce((sum, { people }) => sum + people, 0),
    };
  });
}
