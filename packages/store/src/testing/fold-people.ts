import {
  type AdoptedInvocation,
  type AdoptionProperty,
  activeDays,
  actorOf,
  addDays,
  calendarStarts,
  correctedTime,
  countUsers,
  dayIn,
  drawCohorts,
  foldUsersByDay,
  foldValues,
  foldWeeks,
  type InvocationSummary,
  measureUptake,
  type RecordedEvent,
  startOfDay,
} from '@sonde/analytics';

/** A range of days, as queries take it. */
interface Range {
  from: string;
  to: string;
}

/** All invocations of a project. */
export interface AllInvocations<S> {
  events: readonly RecordedEvent[];
  /** Of all invocations, whatever the scope. */
  summaries: readonly InvocationSummary[];
  matches: (summary: InvocationSummary, scope: S) => boolean;
}

function readProperty(
  summary: InvocationSummary,
  property: AdoptionProperty,
  events: readonly RecordedEvent[],
): string {
  if (property === 'actor') return actorOf(summary);
  const event = events.find(({ invocation_id }) => invocation_id === summary.invocation_id);
  const value = event?.properties[property];
  return typeof value === 'string' ? value : '';
}

/** What the query `adoption` returns. */
export function foldAdoption<S extends Range>(
  { events, summaries, matches }: AllInvocations<S>,
  scope: S,
  zone: string,
  property: AdoptionProperty,
) {
  const [from, to] = [Date.parse(scope.from), Date.parse(scope.to)];
  const rows = summaries
    .filter((summary) => matches(summary, scope))
    .map(
      (summary): AdoptedInvocation => ({
        person: summary.person,
        began: Date.parse(summary.started_at),
        tool: property === 'version' ? summary.tool : '',
        value: readProperty(summary, property, events),
      }),
    )
    .filter(({ began }) => began < to);
  const both = rows.filter(({ began }) => began >= from - (to - from));
  const starts = calendarStarts('day', { from, to }, zone);
  const tools = [...new Set(both.map(({ tool }) => tool))];
  const { invocations, users, previous } = foldValues(both, from, starts);
  return {
    ...{ property, interval: 'day', from: scope.from, invocations, users, previous },
    previous_from: new Date(from - (to - from)).toISOString(),
    groups: tools
      .map((tool) => ({
        tool: property === 'version' ? tool : null,
        ...foldValues(
          both.filter((row) => row.tool === tool),
          from,
          starts,
        ),
      }))
      .sort((a, b) => b.invocations - a.invocations || ((a.tool ?? '') < (b.tool ?? '') ? -1 : 1)),
    uptake: property === 'version' ? foldUptake(events, rows, { from, to }, zone) : [],
  };
}

function foldUptake(
  events: readonly RecordedEvent[],
  rows: readonly AdoptedInvocation[],
  range: { from: number; to: number },
  zone: string,
) {
  const firstDay = dayIn(zone, range.from);
  const since = startOfDay(zone, addDays(firstDay, 1 - activeDays));
  const days = calendarStarts('day', { ...range, from: since }, zone).map((start) =>
    dayIn(zone, start),
  );
  const before = days.indexOf(firstDay);
  const dayOf = (time: number) => {
    const day = days.indexOf(dayIn(zone, time));
    return day === -1 ? Number.NEGATIVE_INFINITY : day - before;
  };
  const active = rows.filter(({ began }) => began >= since);
  const tools = new Set(active.filter((row) => countUsers([row]) > 0).map(({ tool }) => tool));
  return [...tools].sort().flatMap((tool) => {
    const seen = new Map<string, { first_seen: string; day: number }>();
    for (const version of ['1.9.0', '1.10.0', 'main']) {
      const times = events
        .filter((event) => event.tool === tool && event.properties.version === version)
        .map(correctedTime);
      const first = Math.min(...times);
      if (first >= range.from && first < range.to) {
        seen.set(version, { first_seen: new Date(first).toISOString(), day: dayOf(first) });
      }
    }
    const own = active.filter((row) => row.tool === tool);
    const users = foldUsersByDay(own, dayOf, days.length - before);
    return measureUptake(users, seen).map((release) => ({ tool, ...release }));
  });
}

/** What the query `retention` returns. */
export function foldRetention<S extends Range>(
  { summaries, matches }: AllInvocations<S>,
  scope: S,
  zone: string,
  by: 'version' | 'actor' | undefined,
) {
  const until = Date.parse(scope.to);
  const weeks = calendarStarts('week', { from: Date.parse(scope.from), to: until }, zone);
  const nameOf = (summary: InvocationSummary) => {
    if (by === undefined) return '';
    if (by === 'version') return summary.version;
    const actor = actorOf(summary);
    return actor.startsWith('agent:') ? 'agent' : actor;
  };
  const rows = summaries.map((summary) => ({
    person: summary.person,
    began: Date.parse(summary.started_at),
    passes: matches(summary, scope),
    tool: by === 'version' ? summary.tool : '',
    name: nameOf(summary),
  }));
  const ends = weeks.map((start) => startOfDay(zone, addDays(dayIn(zone, start), 7)));
  return drawCohorts(foldWeeks(rows, weeks, until), weeks, ends, until, by);
}
