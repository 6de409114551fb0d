import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { invitationsQuery, membersQuery } from '../../api/team-queries.js';
import { Dialog } from '../../layout/dialog.js';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import { SettingsPage } from '../settings-page.js';
import { InvitationPanel } from './invitation-panel.js';
import { InviteMember } from './invite-member.js';
import { MemberTable } from './member-table.js';

/** The people who see the project, and their roles. */
export function PeoplePage() {
  return (
    <SettingsPage
      address="/settings/people"
      subtitle="Members read everything in the project. Administrators also manage its keys, people and data."
    >
      <People />
    </SettingsPage>
  );
}

function People() {
  const project = useProject();
  const { isOpen, open, close } = useDialog<'invite'>();
  return (
    <>
      <Loaded query={useQuery(membersQuery(project.id))}>
        {({ members }) => (
          <Panel
            title={`People in ${project.title}`}
            aside={
              <Button
                size="xs"
                leftSection={<IconUserPlus size={15} stroke={1.8} aria-hidden />}
                onClick={() => open('invite')}
              >
                Invite
              </Button>
            }
            flush
          >
            <MemberTable members={members} />
          </Panel>
        )}
      </Loaded>
      <Loaded query={useQuery(invitationsQuery())}>
        {({ invitations }) => (
          <InvitationPanel
            invitations={invitations.filter(({ projects }) => Object.hasOwn(projects, project.id))}
          />
        )}
      </Loaded>
      <Dialog title="Invite to the project" isOpen={isOpen} onClose={close}>
        <InviteMember project={project.id} onClose={close} />
      </Dialog>
    </>
  );
}
