import { Switch } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery } from '../../api/team-queries.js';
import { Panel } from '../../layout/panel.js';
import { useProject } from '../../projects/project.js';
import { useSession } from '../../session/session.js';
import { Loaded } from '../../state/loaded.js';
import classes from '../settings.module.css';
import { SettingsPage } from '../settings-page.js';
import { ShowMore } from '../show-more.js';
import { AuditTable } from './audit-table.js';

/** Who changed what, newest first. */
export function AuditPage() {
  return (
    <SettingsPage
      address="/settings/audit"
      subtitle="Every administrative act. Entries are never removed."
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
      <Loaded query={query}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length === 0 ? (
            <p className={classes.empty}>No changes yet.</p>
          ) : (
            <AuditTable entries={entries} withProject={!isOfProject} />
          );
        }}
      </Loaded>
      <ShowMore query={query} />
    </Panel>
  );
}
