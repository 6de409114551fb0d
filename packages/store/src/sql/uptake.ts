import {
  type Adoption,
  activeDays,
  addDays,
  calendarStarts,
  compareText,
  dayIn,
  measureUptake,
  startOfDay,
  type UsersByDay,
} from '@sonde/analytics';
import { adoptedRows } from './adopted-rows.js';
import type { Aliases } from './aliases.js';
import { readFirstSeen, versionKey } from './first-seen.js';
import { longList } from './long-list.js';
import type { Range } from './range.js';
import type { ScopeFilters } from './scope.js';
import { readView, type Source } from './source.js';

interface UseRow {
  tool_name: string;
  used: string;
  /** Positions of days, from 1; the last one is exclusive. */
  first_day: number;
  last_day: number;
  people: number;
}

/** How fast people took up the releases that were first seen in a range. */
export async function readUptake(
  source: Source,
  asked: { project: string; range: Range; scope: ScopeFilters; zone: string; aliases: Aliases },
): Promise<Adoption['uptake']> {
  const { project, range, scope, zone, aliases } = asked;
  const firstDay = dayIn(zone, range.from);
  const from = startOfDay(zone, addDays(firstDay, 1 - activeDays));
  const view = await readView(source, project, { from, to: range.to });
  const seen = await readFirstSeen(source.db, view);
  const isNew = (time: number) => time >= range.from && time < range.to;
  if (![...seen.values()].some(isNew)) return [];
  const days = calendarStarts('day', view, zone);
  const before = days.findIndex((start) => dayIn(zone, start) === firstDay);
  const uses = await readUses(source, adoptedRows(view, scope, aliases, 'version'), days);
  const tools = [...new Set(uses.map(({ tool_name }) => tool_name))].sort(compareText);
  return tools.flatMap((tool) => {
    const own = uses.filter(({ tool_name }) => tool_name === tool);
    const releases = new Map(
      [...seen].flatMap(([key, time]) => {
        if (!key.startsWith(versionKey(tool, '')) || !isNew(time)) return [];
        const version = key.slice(versionKey(tool, '').length);
        const day = days.findLastIndex((start) => start <= time) - before;
        return [[version, { first_seen: new Date(time).toISOString(), day }] as const];
      }),
    );
    const users = countByDay(own, days.length).slice(before);
    return measureUptake(users, releases).map((release) => ({ tool, ...release }));
  });
}

/**
 * How many people used a version as their last one from a day until another: the next on which they
 * ran the tool, or the one on which they are no longer counted.
 */
function readUses(
  { db }: Source,
  rows: { sql: string; parameters: Record<string, unknown> },
  days: readonly number[],
): Promise<UseRow[]> {
  const starts = "JSONExtract({uptake_days:String}, 'Array(Int64)')";
  return db.rows<UseRow>(
    `SELECT tool_name, used, first_day, last_day, toUInt32(count()) AS people
     FROM (
       SELECT tool_name, used, day AS first_day,
         least(
           leadInFrame(day, 1, day + ${activeDays}) OVER (
             PARTITION BY tool_name, person ORDER BY day
             ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING),
           day + ${activeDays}) AS last_day
       FROM (
         SELECT tool_name, person, toInt64(indexOf(${starts}, day_start)) AS day,
           max((began, the_value)).2 AS used
         FROM (
           SELECT began, person, tool_name, the_value, roundDown(began, ${starts}) AS day_start
           FROM (${rows.sql}) WHERE person != 0)
         GROUP BY tool_name, person, day_start))
     GROUP BY tool_name, used, first_day, last_day`,
    { ...rows.parameters, uptake_days: longList(days) },
  );
}

function countByDay(uses: readonly UseRow[], days: number): UsersByDay {
  const users = Array.from({ length: days }, () => new Map<string, number>());
  for (const { used, first_day, last_day, people } of uses) {
    for (const byVersion of users.slice(first_day - 1, last_day - 1)) {
      byVersion.set(used, (byVersion.get(used) ?? 0) + people);
    }
  }
  return users;
}
