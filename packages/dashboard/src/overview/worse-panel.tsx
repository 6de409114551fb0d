import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { releaseReportQuery } from '../api/overview-queries.js';
import none from '../flows/none.module.css';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { ChangeTable } from '../releases/change-table.js';
import { describeNone } from '../releases/describe-none.js';
import { ProblemNote } from '../state/problem-note.js';
import { useScope } from '../url/use-scope.js';

/** What got worse with the newest release of each tool, the changes that hit most people first. */
export function WorsePanel() {
  const scope = useScope();
  const { data, error } = useQuery(releaseReportQuery(scope));
  const releases = data?.releases ?? [];
  const rows = releases
    .flatMap((release) => release.worse.map((change) => ({ release, change })))
    .sort((a, b) => b.change.after.people_hit - a.change.after.people_hit);
  const [only] = releases;
  const isOne = releases.length === 1;
  const aside = releases.length > 0 && (
    <Link to="/releases" search={scope} className={link.link}>
      All releases
    </Link>
  );
  if (rows.length === 0) {
    return (
      <Panel title="What got worse" aside={aside}>
        {error !== null && <ProblemNote error={error} />}
        {data === undefined && error === null && <Skeleton height={24} />}
        {data !== undefined && <p className={none.none}>{describeNone(releases)}</p>}
      </Panel>
    );
  }
  return (
    <Panel
      title="What got worse"
      note={
        isOne
          ? `${only?.version} compared with ${only?.previous_version}; only what is more than chance`
          : 'Newest release of each tool compared with the previous one; only what is more than chance'
      }
      aside={aside}
      flush
    >
      <ChangeTable
        name="worse"
        label="What got worse"
        title="Got worse"
        rows={rows}
        namesRelease={!isOne}
        isWorse
      />
    </Panel>
  );
}
