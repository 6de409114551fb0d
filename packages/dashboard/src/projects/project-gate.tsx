import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../session/session.js';
import { useScope } from '../url/use-scope.js';
import { keepLastProject } from './choose-project.js';
import { NoProject } from './no-project.js';
import { ProjectContext } from './project.js';
import classes from './project-gate.module.css';
import { UnknownProject } from './unknown-project.js';

const archivedText =
  'This project is archived: it accepts no new events, but you can still read it.';

/** Shows the page for the project in the URL, which the route has set. */
export function ProjectGate() {
  const { projects } = useSession();
  const { project: id } = useScope();
  const project = projects.find((one) => one.id === id);
  const known = project?.id;
  useEffect(() => {
    if (known !== undefined) keepLastProject(known);
  }, [known]);
  if (id === undefined) return <NoProject />;
  if (project === undefined) return <UnknownProject id={id} />;
  // Another project is another page: data of the previous one must not stay while it loads.
  return (
    <ProjectContext value={project}>
      {project.archived && <p className={classes.archived}>{archivedText}</p>}
      <Outlet key={project.id} />
    </ProjectContext>
  );
}
