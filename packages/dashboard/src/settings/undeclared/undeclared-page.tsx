import { Button, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import type { Project } from '../../api/team.js';
import { projectsQuery } from '../../api/team-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import { ProblemNote } from '../../state/problem-note.js';
import { SettingsPage } from '../settings-page.js';

/** What happens to events that the project's catalogs do not declare. */
export function UndeclaredPage() {
  const { id } = useProject();
  return (
    <SettingsPage
      address="/settings/undeclared"
      subtitle="Events, properties and values that no catalog of the project declares. Without a catalog, nothing is checked."
    >
      <Loaded query={useQuery(projectsQuery())}>
        {({ projects }) =>
          projects
            .filter((project) => project.id === id)
            .map((project) => <UndeclaredForm key={project.undeclared} project={project} />)
        }
      </Loaded>
    </SettingsPage>
  );
}

function UndeclaredForm({ project }: { project: Project }) {
  const [policy, setPolicy] = useState(project.undeclared);
  const save = useTeamAct(() =>
    responseOf(
      client.PATCH('/api/v1/projects/{project}', {
        params: { path: { project: project.id } },
        body: { undeclared: policy },
      }),
    ),
  );
  return (
    <Panel
      title={`Undeclared events of ${project.title}`}
      note={
        project.declared && 'The project is declared in the configuration file; change it there.'
      }
    >
      <form
        className={`${form.form} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Radio.Group
          label="What is not declared is"
          value={policy}
          onChange={(value) => setPolicy(value === 'quarantine' ? 'quarantine' : 'accept')}
        >
          <div className={form.choices}>
            <Radio
              value="accept"
              label="Stored and flagged"
              description="It is counted. The page Catalog lists it."
              disabled={project.declared}
            />
            <Radio
              value="quarantine"
              label="Quarantined"
              description="It is kept, but not counted until it is declared and replayed."
              disabled={project.declared}
            />
          </div>
        </Radio.Group>
        <ProblemNote error={save.error} />
        <div className={`${form.foot} ${form.start}`}>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={project.declared || policy === project.undeclared}
          >
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}
