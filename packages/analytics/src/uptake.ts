import type { AdoptedInvocation, Uptake } from './adoption.js';
import { isCountedPerson } from './invocation-summary.js';
import { compareText } from './recorded-event.js';
import { compareVersionsDescending, isRelease, isSemver } from './version-order.js';

/** People of a tool are those who ran it in this many days up to and with a day. */
export const activeDays = 28;

/** Releases listed per tool. */
const listedReleases = 20;

/** How many people of a tool used each version on each day; a day is its position in the list. */
export type UsersByDay = readonly ReadonlyMap<string, number>[];

/**
 * Counts the people of one tool by the version of their last invocation, at the end of each day.
 *
 * @param dayOf Position of the day of an instant; days before the first one are negative.
 * @param days How many days to count, from position 0 on.
 */
export function foldUsersByDay(
  rows: readonly AdoptedInvocation[],
  dayOf: (began: number) => number,
  days: number,
): UsersByDay {
  const people = [...new Set(rows.map(({ person }) => person))].filter(isCountedPerson);
  return Array.from({ length: days }, (_, day) => {
    const users = new Map<string, number>();
    for (const person of people) {
      const [last] = rows
        .filter((row) => row.person === person)
        .filter(({ began }) => dayOf(began) <= day && dayOf(began) > day - activeDays)
        .sort((a, b) => b.began - a.began || compareText(b.value, a.value));
      if (last !== undefined) users.set(last.value, (users.get(last.value) ?? 0) + 1);
    }
    return users;
  });
}

/**
 * When half and 90 % of the people of a tool used a release or a newer version. Versions that are not
 * semver are neither newer nor older: their people use none of the releases.
 *
 * @param users From {@link foldUsersByDay}.
 * @param seen When each version was first seen, with the position of that day.
 */
export function measureUptake(
  users: UsersByDay,
  seen: ReadonlyMap<string, { first_seen: string; day: number }>,
): Uptake[] {
  return [...seen]
    .filter(([version]) => isRelease(version))
    .sort(([a], [b]) => compareVersionsDescending(a, b))
    .slice(0, listedReleases)
    .map(([version, { first_seen, day: firstDay }]) => {
      const shares = users.map((byVersion) => countFrom(byVersion, version));
      const daysUntil = (share: number) => {
        const day = shares.findIndex(
          ([using, all], i) => i >= firstDay && using > 0 && using >= share * all,
        );
        return day === -1 ? null : day - firstDay;
      };
      const [using = 0, all = 0] = shares.at(-1) ?? [];
      return {
        version,
        first_seen,
        half_days: daysUntil(0.5),
        most_days: daysUntil(0.9),
        users: using,
        of_users: all,
      };
    });
}

/** People with a version or a newer one, and all. */
function countFrom(users: ReadonlyMap<string, number>, version: string): [number, number] {
  let using = 0;
  let all = 0;
  for (const [other, people] of users) {
    all += people;
    if (isSemver(other) && compareVersionsDescending(other, version) <= 0) using += people;
  }
  return [using, all];
}
