import type { ReleaseChange } from '@sonde/analytics';
import { formatCount, formatPercent, printable } from '@sonde/analytics/format';

/** One line, for example `orbit deploy fails: 2% of 120 before, 33% of 120 now, 20 users hit`. */
export function describeChange({ kind, name, flow, before, after }: ReleaseChange): string {
  const what = {
    command: `${name} fails`,
    error_class: `Error ${name}`,
    step: `${flow} stops at ${name.replace(/^step:/, '')}`,
  }[kind];
  const rate = (one: typeof before) =>
    `${formatPercent(one.rate, one.runs)} of ${formatCount(one.runs)}`;
  const hit = `${formatCount(after.people_hit)} users hit`;
  return `${printable(what)}: ${rate(before)} before, ${rate(after)} now, ${hit}`;
}

/** The page that compares the release. */
export function releaseAddress(
  origin: string,
  release: { project: string; tool: string; version: string; previous_version: string },
): string {
  const search = new URLSearchParams({
    project: release.project,
    tool: release.tool,
    release: release.version,
    since: release.previous_version,
  });
  return `${origin}/releases?${search}`;
}
