import { Button } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { accountsQuery, invitationsQuery } from '../../api/team-queries.js';
import { Dialog } from '../../layout/dialog.js';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { Loaded } from '../../state/loaded.js';
import { SettingsPage } from '../settings-page.js';
import { AccountTable } from './account-table.js';
import { InvitationPanel } from './invitation-panel.js';
import { InvitePerson } from './invite-person.js';

/** Everyone who can sign in; for server administrators. */
export function AccountsPage() {
  return (
    <SettingsPage
      address="/settings/accounts"
      subtitle="Server administrators see and administer every project."
    >
      <Accounts />
    </SettingsPage>
  );
}

function Accounts() {
  const { isOpen, open, close } = useDialog<'invite'>();
  return (
    <>
      <Loaded query={useQuery(accountsQuery())}>
        {({ accounts }) => (
          <Panel
            title={`Accounts (${formatCount(accounts.length)})`}
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
            <AccountTable accounts={accounts} />
          </Panel>
        )}
      </Loaded>
      <Loaded query={useQuery(invitationsQuery())}>
        {({ invitations }) => <InvitationPanel invitations={invitations} />}
      </Loaded>
      <Dialog title="Invite a person" isOpen={isOpen} onClose={close}>
        <InvitePerson onClose={close} />
      </Dialog>
    </>
  );
}
