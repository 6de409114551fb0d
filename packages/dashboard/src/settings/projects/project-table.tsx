import { ActionIcon, Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconDots, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Project } from '../../api/team.js';
import { formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { type SortedColumn, SortedTable } from '../../layout/sorted-table.js';
import { useDialog } from '../../layout/use-dialog.js';
import classes from '../settings.module.css';
import { Tag } from '../tag.js';
import { ArchiveProject } from './archive-project.js';
import { RenameProject } from './rename-project.js';

type Act = { name: 'rename' | 'archive'; project: Project };

/** One line per project, with its actions. */
export function ProjectTable({ projects, shown }: { projects: Project[]; shown: number }) {
  const { subject: act, isOpen, open, close } = useDialog<Act>();
  const columns: SortedColumn<Project>[] = [
    {
      ...{ name: 'title', label: 'Title', kind: 'text', isWide: true },
      value: ({ title }) => title,
      render: (project) => (
        <>
          <Link to="/" search={{ project: project.id }} className={classes.link}>
            {project.title}
          </Link>{' '}
          {project.archived_at !== null && (
            <Tag title={formatInstant(project.archived_at)}>Archived</Tag>
          )}
          {project.declared && (
            <Tag title="Declared in the configuration file; change it there.">
              Configuration file
            </Tag>
          )}
        </>
      ),
    },
    {
      ...{ name: 'id', label: 'Id', kind: 'text', isOptional: true, isQuiet: true },
      value: ({ id }) => id,
      render: ({ id }) => <span className={classes.id}>{id}</span>,
    },
    {
      ...{ name: 'created', label: 'Created', kind: 'text', isOptional: true, isQuiet: true },
      value: ({ created_at }) => created_at,
      render: ({ created_at }) => (created_at === null ? '–' : formatDay(created_at)),
    },
    {
      ...{ name: 'actions', label: 'Actions' },
      render: (project) =>
        !project.declared && (
          <ProjectMenu project={project} onChoose={(name) => open({ name, project })} />
        ),
    },
  ];
  return (
    <>
      <SortedTable
        label="Projects"
        columns={columns}
        rows={projects}
        shownRows={shown}
        keyOf={({ id }) => id}
        dataOf={({ id }) => ({ 'data-project': id })}
        isDownloadable={false}
        hasControls
      />
      {act !== undefined && (
        <Dialog title={titleOf(act)} isOpen={isOpen} onClose={close}>
          {act.name === 'rename' ? (
            <RenameProject project={act.project} onClose={close} />
          ) : (
            <ArchiveProject project={act.project} onClose={close} />
          )}
        </Dialog>
      )}
    </>
  );
}

function titleOf({ name, project }: Act): string {
  if (name === 'rename') return 'Rename the project';
  return project.archived_at === null ? 'Archive the project?' : 'Accept events again?';
}

function ProjectMenu(props: { project: Project; onChoose: (name: Act['name']) => void }) {
  const { project, onChoose } = props;
  const isArchived = project.archived_at !== null;
  return (
    <Menu position="bottom-end" width={190} withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${project.title}`}>
          <IconDots size={17} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={16} stroke={1.7} aria-hidden />}
          onClick={() => onChoose('rename')}
        >
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={
            isArchived ? (
              <IconArchiveOff size={16} stroke={1.7} aria-hidden />
            ) : (
              <IconArchive size={16} stroke={1.7} aria-hidden />
            )
          }
          onClick={() => onChoose('archive')}
        >
          {isArchived ? 'Accept events again' : 'Archive'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
