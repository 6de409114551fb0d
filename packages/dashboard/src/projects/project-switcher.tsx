import { Button, Popover } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../session/session.js';
import { useScope } from '../url/use-scope.js';
import { ProjectChoice } from './project-choice.js';
import classes from './project-switcher.module.css';

/** Shows the current project and switches to another. Hidden if there is only one. */
export function ProjectSwitcher({ onNavigate }: { onNavigate?: () => void }) {
  const { projects } = useSession();
  const { project: id } = useScope();
  const [isOpen, setOpen] = useState(false);
  if (projects.length < 2) return null;
  const title = projects.find((one) => one.id === id)?.title ?? 'Choose a project';
  const close = () => {
    setOpen(false);
    onNavigate?.();
  };
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      width={300}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          fullWidth
          justify="space-between"
          rightSection={<IconSelector size={15} stroke={1.7} aria-hidden />}
          aria-label={`Project: ${title}`}
          title={title}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={classes.title}>{title}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Projects">
        <ProjectChoice onChoose={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
