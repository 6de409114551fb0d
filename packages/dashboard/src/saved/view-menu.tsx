import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { arrangeHome, changeView, type View } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { Dialog } from '../layout/dialog.js';
import { useDialog } from '../layout/use-dialog.js';
import { useProject } from '../projects/project.js';
import { useSession } from '../session/session.js';
import { ProblemNote } from '../state/problem-note.js';
import { DeleteView } from './delete-view.js';
import { RenameView } from './rename-view.js';

/** What can be done with a view on the home page. */
export function ViewMenu({ view, home }: { view: View; home: readonly string[] }) {
  const project = useProject();
  const { account } = useSession();
  const { subject, isOpen, open, close } = useDialog<'rename' | 'delete'>();
  const arrange = useTeamAct((ids: string[]) => arrangeHome(project.id, ids));
  const share = useTeamAct((is_shared: boolean) => changeView(project.id, view.id, { is_shared }));
  const at = home.indexOf(view.id);
  const others = home.filter((id) => id !== view.id);
  const moveTo = (index: number) => arrange.mutate(others.toSpliced(index, 0, view.id));
  return (
    <div>
      <Menu position="bottom-end" width={240} withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Change ${view.name}`}>
            <IconDots size={17} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={at === 0} onClick={() => moveTo(at - 1)}>
            Move forward
          </Menu.Item>
          <Menu.Item disabled={at === others.length} onClick={() => moveTo(at + 1)}>
            Move back
          </Menu.Item>
          <Menu.Item onClick={() => arrange.mutate(others)}>Remove from Home</Menu.Item>
          {view.may_change && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => open('rename')}>Rename</Menu.Item>
              {account !== null && (
                <Menu.Item onClick={() => share.mutate(!view.is_shared)}>
                  {view.is_shared ? 'Stop sharing it' : 'Share it in this project'}
                </Menu.Item>
              )}
              <Menu.Item color="red" onClick={() => open('delete')}>
                Delete
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ProblemNote error={arrange.error ?? share.error} />
      <Dialog
        title={subject === 'delete' ? 'Delete the view' : 'Rename the view'}
        isOpen={isOpen}
        onClose={close}
      >
        {subject === 'delete' ? (
          <DeleteView view={view} onClose={close} />
        ) : (
          <RenameView view={view} onClose={close} />
        )}
      </Dialog>
    </div>
  );
}
