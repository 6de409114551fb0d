import { type Static, Type } from 'typebox';
import { share } from './funnel.js';
import { countUsers } from './invocation-summary.js';
import { count, isoTime, Nullable, ratio, toolName } from './response-fields.js';
import type { InvocationSummary } from './responses.js';
import { byInvocations, countSuccess, errorClassOf, groupBy } from './totals.js';
import { compareVersionsDescending, isRelease } from './version-order.js';

const errorFields = {
  tool: toolName,
  error_class: Type.String({ description: 'Empty: failed without one' }),
  invocations: count('Invocations with it'),
  users: count('People'),
  first_seen: isoTime('Start of the first invocation with it, over all data'),
  last_seen: isoTime('Start of the last one, over all data'),
  trend: Type.Array(count('Invocations'), { description: 'By interval, in the order of `times`' }),
};

export const ErrorReport = Type.Object({
  invocations: count('Invocations with an error class, and those that failed without one'),
  users: count('People'),
  interval: Type.Union([Type.Literal('hour'), Type.Literal('day')]),
  times: Type.Array(isoTime('Start of an interval of the trends')),
  total_classes: count('Error classes in the range'),
  classes: Type.Array(
    Type.Object({
      ...errorFields,
      share: ratio('Share of the ended invocations of the tool; null if none ended'),
      since_version: Nullable(
        Type.String({
          description:
            'Earliest release of the tool with it, over all data; null if that is its first release, or if no release has it',
        }),
      ),
      is_new: Type.Boolean({
        description: 'Whether `since_version` is the newest release of the tool, over all data',
      }),
    }),
    { description: 'The 200 most frequent error classes by tool, most frequent first' },
  ),
  total_rows: count('Combinations of tool, version, command and error class in the range'),
  rows: Type.Array(
    Type.Object({
      ...errorFields,
      version: Type.String({ description: 'Empty if unknown' }),
      command: Type.String({ description: 'Empty if unknown' }),
      share: ratio('Share of the ended invocations of this command and version'),
      is_new: Type.Boolean({
        description: 'Whether no earlier release of the tool has it, over all data',
      }),
    }),
    { description: 'The 500 most frequent, most frequent first' },
  ),
});
export type ErrorReport = Static<typeof ErrorReport>;

/** Of a tool: its releases, oldest first, and the earliest release with each error class. */
interface Releases {
  first: string | undefined;
  newest: string | undefined;
  sinceVersion: Map<string, string>;
}

/**
 * When error classes came up, by tool.
 *
 * @param seen Versions of a tool, with the error classes seen with each; null for none.
 */
export function firstReleases(
  seen: readonly { tool: string; version: string; error_class: string | null }[],
): (tool: string, errorClass: string) => { since_version: string | null; is_new: boolean } {
  const byTool = new Map<string, Releases>();
  const ordered = seen
    .filter(({ version }) => isRelease(version))
    .sort((a, b) => compareVersionsDescending(b.version, a.version));
  for (const { tool, version, error_class } of ordered) {
    const releases = byTool.get(tool) ?? {
      first: version,
      newest: undefined,
      sinceVersion: new Map<string, string>(),
    };
    byTool.set(tool, releases);
    releases.newest = version;
    if (error_class !== null && !releases.sinceVersion.has(error_class)) {
      releases.sinceVersion.set(error_class, version);
    }
  }
  return (tool, errorClass) => {
    const releases = byTool.get(tool);
    const since = releases?.sinceVersion.get(errorClass);
    if (since === undefined || since === releases?.first) {
      return { since_version: null, is_new: false };
    }
    return { since_version: since, is_new: since === releases?.newest };
  };
}

/**
 * @param all Every invocation of the project: for when errors were seen.
 * @param summaries Those that the report counts.
 * @param starts Of the intervals of the trends, in order; milliseconds since 1970.
 */
export function foldErrors(
  all: readonly InvocationSummary[],
  summaries: readonly InvocationSummary[],
  starts: readonly number[],
): Omit<ErrorReport, 'interval' | 'times'> {
  const since = firstReleases(
    all.map((summary) => ({ ...summary, error_class: errorClassOf(summary) })),
  );
  const counts = (
    group: readonly InvocationSummary[],
    everything: readonly InvocationSummary[],
    base: readonly InvocationSummary[],
  ) => {
    const times = everything.map(({ started_at }) => started_at).sort();
    const trend = starts.map(() => 0);
    for (const { started_at } of group) {
      const at = starts.findLastIndex((start) => start <= Date.parse(started_at));
      trend[at] = (trend[at] ?? 0) + 1;
    }
    return {
      invocations: group.length,
      users: countUsers(group),
      share: share(countSuccess(group).ended, countSuccess(base).ended),
      first_seen: times[0] ?? '',
      last_seen: times.at(-1) ?? '',
      trend,
    };
  };
  const fields = (summary: InvocationSummary, names: readonly ('tool' | 'version' | 'command')[]) =>
    JSON.stringify(names.map((name) => summary[name]));
  const groups = (names: readonly ('tool' | 'version' | 'command')[]) => {
    const key = (summary: InvocationSummary) => {
      const error_class = errorClassOf(summary);
      return error_class === null ? null : `${fields(summary, names)}${error_class}`;
    };
    const everything = groupBy(all, key);
    return [...groupBy(summaries, key)].flatMap(([name, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const base = summaries.filter((one) => fields(one, names) === fields(first, names));
      const { tool, version, command } = first;
      return {
        ...{ tool, version, command, error_class: errorClassOf(first) ?? '' },
        ...counts(group, everything.get(name) ?? [], base),
      };
    });
  };
  const classes = groups(['tool']).map(({ version: _, command: __, ...row }) => ({
    ...row,
    ...since(row.tool, row.error_class),
  }));
  const rows = groups(['tool', 'version', 'command']).map((row) => ({
    ...row,
    is_new: since(row.tool, row.error_class).since_version === row.version,
  }));
  const errors = summaries.filter((summary) => errorClassOf(summary) !== null);
  return {
    invocations: errors.length,
    users: countUsers(errors),
    total_classes: classes.length,
    classes: classes.sort(
      byInvocations(
        ({ tool }) => tool,
        ({ error_class }) => error_class,
      ),
    ),
    total_rows: rows.length,
    rows: rows.sort(
      byInvocations(
        ({ tool }) => tool,
        ({ error_class }) => error_class,
        ({ version }) => version,
        ({ command }) => command,
      ),
    ),
  };
}
