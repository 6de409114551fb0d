import { Button, Skeleton, Switch } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery } from '../../api/team-queries.js';
import { Panel } from '../../layout/panel.js';
import { useProject } from '../../projects/project.js';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../state/error-state.js';
import classes from '../settings.module.css';
import { SettingsPage } from '../settings-page.js';
import { AuditTable } from './audit-table.js';

/** Who changed what, newest first. */
export function AuditPage() {
  return (
    <SettingsPage
      address="/settings/audit"
      subtitle="Every change that somebody made here. Nothing is ever taken out of it."
    >
      <Audit />
    </SettingsPage>
  );
}

function Audit() {
  const project = useProject();
  const { account } = useSession();
  const seesAll = account === null || account.administrator;
  const [isOfProject, setOfProject] = useState(!seesAll);
  const query = useInfiniteQuery(auditQuery(isOfProject ? project.id : undefined));
  if (query.data === undefined) {
    if (query.error === null) return <Skeleton height={320} radius="md" />;
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    );
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  return (
    <Panel
      title={isOfProject ? `Changes in ${project.title}` : 'Changes'}
      aside={
        seesAll && (
          <Switch
            size="xs"
            label="This project only"
            checked={isOfProject}
            onChange={(event) => setOfProject(event.currentTarget.checked)}
          />
        )
      }
      flush
    >
      {entries.length === 0 ? (
        <p className={classes.empty}>Nobody has changed anything yet.</p>
      ) : (
        <AuditTable entries={entries} withProject={!isOfProject} />
      )}
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}
