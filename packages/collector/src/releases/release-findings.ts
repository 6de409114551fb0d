import { randomUUID } from 'node:crypto';
import type { ReleaseChange, ReleaseComparison } from '@sonde/analytics';
import { queries, type Store } from '@sonde/store';
import type { Write } from '../team/directory.js';
import type { ReleaseFinding } from '../team/records.js';
import type { Team } from '../team/team.js';

export interface FindingDependencies {
  store: Pick<Store, 'query'>;
  team: Team;
}

/** Findings of a project that are kept; the oldest go first. */
const findingsMax = 100;

/** What got worse with releases of a project, the last change first. */
export function findingsOf({ directory }: Team, project: string): ReleaseFinding[] {
  return [...directory.findings.values()]
    .filter((finding) => finding.project === project)
    .sort((a, b) => b.changed_at - a.changed_at || (a.id < b.id ? -1 : 1));
}

/**
 * Compares the newest release of each tool with the one before, over the last 30 days, and notes
 * what has changed since the last time. Numbers are noted only when the list of what got worse
 * changes, so that a feed has something new only then.
 */
export async function noteFindings(
  { store, team }: FindingDependencies,
  project: string,
): Promise<void> {
  const now = team.now();
  const { releases } = await store.query(queries.releaseReport, { project }, now);
  const known = findingsOf(team, project);
  const changed = releases.flatMap((release) => {
    const before = known.find(
      ({ tool, version }) => tool === release.tool && version === release.version,
    );
    return isNoted(before, release) ? [] : [toFinding(project, release, before, now)];
  });
  const superseded = known
    .filter((finding) =>
      releases.some(({ tool, version }) => tool === finding.tool && version !== finding.version),
    )
    .filter(({ is_superseded }) => !is_superseded)
    .map((finding) => ({ ...finding, is_superseded: true }));
  const writes = [...changed, ...superseded];
  if (writes.length === 0) return;
  const ids = new Set(writes.map(({ id }) => id));
  const kept = findingsMax - changed.length;
  const surplus = known.filter(({ id }) => !ids.has(id)).slice(Math.max(0, kept));
  await team.directory.commit([
    ...writes.map((body): Write => ({ kind: 'finding', body })),
    ...surplus.map(({ id }): Write => ({ kind: 'finding', id, body: null })),
  ]);
}

function isNoted(before: ReleaseFinding | undefined, release: ReleaseComparison): boolean {
  if (before === undefined) return release.worse.length === 0;
  const keys = (worse: readonly ReleaseChange[]) =>
    JSON.stringify(worse.map(({ kind, flow, name }) => [kind, flow, name]).sort());
  return (
    !before.is_superseded &&
    before.previous_version === release.previous_version &&
    keys(before.worse) === keys(release.worse)
  );
}

function toFinding(
  project: string,
  { tool, version, previous_version, worse }: ReleaseComparison,
  before: ReleaseFinding | undefined,
  now: number,
): ReleaseFinding {
  return {
    id: before?.id ?? randomUUID(),
    ...{ project, tool, version, previous_version, worse },
    found_at: before?.found_at ?? now,
    ...{ changed_at: now, is_superseded: false },
  };
}
