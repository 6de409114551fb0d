import {
  addDays,
  dayIn,
  drawCohorts,
  listedGroups,
  Retention,
  retentionGroups,
  startOfDay,
  type WeekCount,
} from '@sonde/analytics';
import { Type } from 'typebox';
import { readAliases } from '../sql/aliases.js';
import { divideRange, intervalOf, readZone, zoneParameter } from '../sql/calendar.js';
import { firstInvocations } from '../sql/first-invocations.js';
import { readRange } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery } from './query.js';

/** Weeks that are drawn: two years. */
const mostWeeks = 105;

interface Row extends Pick<WeekCount, 'people'> {
  first_tool: string;
  first_name: string;
  cohort_start: number;
  week_start: number;
}

/** How many people come back in the weeks after their first invocation. */
export const retention = defineQuery({
  path: '/api/v1/retention',
  operation: 'getRetentionReport',
  summary: 'People by the week of their first invocation, and in which weeks they came back',
  access: { project: 'member' },
  parameters: {
    ...scopeParameters,
    ...zoneParameter,
    by: Type.Optional(
      Type.Enum(retentionGroups, {
        description: 'Groups people by their first version, or by who ran the first invocation',
      }),
    ),
  },
  response: { name: 'RetentionReport', description: 'The cohorts', schema: Retention },
  async read(source, input, now): Promise<Retention> {
    const { project, by } = input;
    const zone = readZone(input);
    const asked = readRange(input, now);
    const until = Math.min(asked.to, Math.max(now, asked.from + 1));
    const weeks = divideRange({ ...asked, to: until }, 'week', zone, mostWeeks);
    const from = weeks.starts[0] ?? asked.from;
    const view = await readView(source, project, { from, to: until });
    const aliases = await readAliases(source.db, project);
    const people = firstInvocations(view, input, aliases, {
      by,
      more: `groupUniqArrayIf(${weeks.sql}, passes AND began >= {since:Int64} AND began < {until:Int64})`,
    });
    const rows = await source.db.rows<Row>(
      `SELECT *, sumIf(people, week_start = cohort_start)
         OVER (PARTITION BY first_tool, first_name) AS group_people
       FROM (
         SELECT first_tool, first_name, cohort_start, week_start, toUInt32(count()) AS people
         FROM (
           SELECT first_tool, first_name, ${intervalOf('first_began')} AS cohort_start,
             arrayJoin(more) AS week_start
           FROM (${people.sql}) WHERE first_began >= {since:Int64} AND first_began < {until:Int64})
         GROUP BY first_tool, first_name, cohort_start, week_start)
       ORDER BY group_people DESC, first_tool, first_name
       LIMIT ${listedGroups * weeks.starts.length ** 2}`,
      { ...people.parameters, ...weeks.parameters, since: from, until },
    );
    const position = new Map(weeks.starts.map((start, i) => [start, i]));
    const counts = rows.map((row) => ({
      tool: row.first_tool,
      name: row.first_name,
      cohort: position.get(row.cohort_start) ?? 0,
      week: position.get(row.week_start) ?? 0,
      people: row.people,
    }));
    const ends = weeks.starts.map((start) => startOfDay(zone, addDays(dayIn(zone, start), 7)));
    return drawCohorts(counts, weeks.starts, ends, until, by);
  },
});
