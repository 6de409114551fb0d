import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Role } from '../../api/team.js';
import { findProjects } from '../../projects/find-projects.js';
import { useSession } from '../../session/session.js';
import classes from './project-roles.module.css';
import { roleOptions } from './role-select.js';

/** Lists longer than this can be searched. */
const searchFrom = 8;
const shownMax = 50;

export interface ProjectRolesProps {
  roles: { [project: string]: Role };
  onChange: (roles: { [project: string]: Role }) => void;
}

/** The projects a person sees, and the roles. */
export function ProjectRoles({ roles, onChange }: ProjectRolesProps) {
  const { projects } = useSession();
  const [search, setSearch] = useState('');
  const found = findProjects(projects, { search, withArchived: false });
  const setRole = (project: string, role: string) => {
    const { [project]: _before, ...others } = roles;
    onChange(role === '' ? others : { ...others, [project]: role as Role });
  };
  return (
    <fieldset className={classes.roles}>
      <legend>Projects</legend>
      {projects.length >= searchFrom && (
        <TextInput
          size="xs"
          placeholder="Search"
          aria-label="Search projects"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list}>
        {found.slice(0, shownMax).map(({ id, title }) => (
          <li key={id} className={classes.project}>
            <span className={classes.title} title={title}>
              {title}
            </span>
            <NativeSelect
              className={classes.role ?? ''}
              size="xs"
              aria-label={`Role in ${title}`}
              data={[{ value: '', label: 'None' }, ...roleOptions]}
              value={roles[id] ?? ''}
              onChange={(event) => setRole(id, event.currentTarget.value)}
            />
          </li>
        ))}
      </ul>
      {found.length > shownMax && <p className={classes.note}>Search for the others.</p>}
    </fieldset>
  );
}
