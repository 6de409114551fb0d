import { TextInput } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconCheck } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useSession } from '../session/session.js';
import { withProject } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import { findProjects } from './find-projects.js';
import { pageInOtherProject } from './page-in-other-project.js';
import classes from './project-switcher.module.css';

/** Lists longer than this can be searched. */
const searchFrom = 8;
/** Number of entries shown at once: thousands would be slow to render and hard to read. */
const shownMax = 50;

/** The projects by title, each a link to the same page of that project. */
export function ProjectChoice({ onChoose }: { onChoose: () => void }) {
  const { projects } = useSession();
  const scope = useScope();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [search, setSearch] = useState('');
  const [showsArchived, setShowsArchived] = useState(false);
  const archived = projects.filter((project) => project.archived).length;
  const found = findProjects(projects, {
    search,
    withArchived: showsArchived,
    keep: scope.project,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move among the links inside
    <div onKeyDown={moveAmongLinks}>
      {projects.length >= searchFrom && (
        <TextInput
          className={classes.search ?? ''}
          size="xs"
          placeholder="Search"
          aria-label="Search projects"
          data-autofocus
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list}>
        {found.slice(0, shownMax).map((project) => (
          <li key={project.id}>
            <Link
              to={pageInOtherProject(path)}
              search={withProject(scope, project.id)}
              className={classes.project}
              data-project={project.id}
              onClick={onChoose}
            >
              <span className={classes.name} title={project.title}>
                {project.title}
              </span>
              {project.archived && <span className={classes.archived}>archived</span>}
              {project.id === scope.project && <IconCheck size={15} stroke={1.9} aria-hidden />}
            </Link>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={classes.note}>No project matches.</p>}
      {found.length > shownMax && (
        <p className={classes.note}>{formatCount(found.length - shownMax)} more: search for one.</p>
      )}
      {archived > 0 && (
        <label className={classes.switch}>
          <input
            type="checkbox"
            checked={showsArchived}
            onChange={(event) => setShowsArchived(event.currentTarget.checked)}
          />
          Show archived ({formatCount(archived)})
        </label>
      )}
    </div>
  );
}

/** Arrow keys move between the links, so that a long list needs no tabbing. */
function moveAmongLinks(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...event.currentTarget.querySelectorAll<Element>('a, input[aria-label]')];
  const at = document.activeElement === null ? -1 : stops.indexOf(document.activeElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
