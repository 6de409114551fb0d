import { Button, Switch, TextInput } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../../api/team.js';
import { projectsQuery } from '../../api/team-queries.js';
import { Dialog } from '../../layout/dialog.js';
import { Panel } from '../../layout/panel.js';
import { findProjects } from '../../projects/find-projects.js';
import { useSession } from '../../session/session.js';
import { Loaded } from '../../state/loaded.js';
import classes from '../settings.module.css';
import { SettingsPage } from '../settings-page.js';
import { CreateProject } from './create-project.js';
import { ProjectTable } from './project-table.js';

/** The projects that this person administers: create, rename, archive. */
export function ProjectsPage() {
  return (
    <SettingsPage
      address="/settings/projects"
      subtitle="A project holds the events of one or more tools. People and keys belong to a project."
    >
      <Loaded query={useQuery(projectsQuery())}>
        {({ projects }) => <Projects projects={projects} />}
      </Loaded>
    </SettingsPage>
  );
}

/** Lists longer than this can be searched. */
const searchFrom = 8;
const pageSize = 100;

function Projects({ projects }: { projects: Project[] }) {
  const { account } = useSession();
  const [isCreating, setCreating] = useState(false);
  const [search, setSearch] = useState('');
  const [withArchived, setWithArchived] = useState(false);
  const [shown, setShown] = useState(pageSize);
  const archived = projects.filter(({ archived_at }) => archived_at !== null).length;
  const found = findProjects(
    projects.map((project) => ({ ...project, archived: project.archived_at !== null })),
    { search, withArchived },
  );
  const mayCreate = account === null || account.administrator;
  return (
    <Panel
      title={`Projects (${formatCount(projects.length - archived)})`}
      aside={
        mayCreate && (
          <Button
            size="xs"
            leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            New project
          </Button>
        )
      }
      flush
    >
      {(projects.length >= searchFrom || archived > 0) && (
        <div className={classes.tools}>
          {projects.length >= searchFrom && (
            <TextInput
              className={classes.search ?? ''}
              size="xs"
              placeholder="Search"
              aria-label="Search projects"
              leftSection={<IconSearch size={14} stroke={1.7} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          )}
          {archived > 0 && (
            <Switch
              size="xs"
              label={`Show archived (${formatCount(archived)})`}
              checked={withArchived}
              onChange={(event) => setWithArchived(event.currentTarget.checked)}
            />
          )}
        </div>
      )}
      {found.length === 0 ? (
        <p className={classes.empty}>No project matches.</p>
      ) : (
        <ProjectTable projects={found} shown={shown} />
      )}
      {found.length > shown && (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setShown(shown + pageSize)}>
            Show more ({formatCount(found.length - shown)} left)
          </Button>
        </div>
      )}
      <Dialog title="New project" isOpen={isCreating} onClose={() => setCreating(false)}>
        <CreateProject onCancel={() => setCreating(false)} />
      </Dialog>
    </Panel>
  );
}
