import { ActionIcon, Menu } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { IconDots } from '@tabler/icons-react';
import type { Account } from '../../api/team.js';
import { formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { type SortedColumn, SortedTable } from '../../layout/sorted-table.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useSession } from '../../session/session.js';
import { Tag } from '../tag.js';
import { type AccountAct, AccountActForm, accountActs } from './account-act.js';
import { PersonName, shownName } from './person-name.js';

/** One line per account, with the actions of a server administrator. */
export function AccountTable({ accounts }: { accounts: Account[] }) {
  const { account: own } = useSession();
  const { subject, isOpen, open, close } = useDialog<{ act: AccountAct; account: Account }>();
  const columns: SortedColumn<Account>[] = [
    {
      ...{ name: 'person', label: 'Person', kind: 'text', isWide: true },
      value: shownName,
      render: (account) => (
        <PersonName name={account.name} email={account.email}>
          {account.id === own?.id && <Tag>You</Tag>}
          {!account.confirmed && (
            <Tag title="Anyone who invited this address could have created the account. To confirm it, give the person a password link.">
              Not confirmed
            </Tag>
          )}
        </PersonName>
      ),
    },
    {
      ...{ name: 'sees', label: 'Sees', isQuiet: true },
      value: ({ administrator, roles }) =>
        administrator ? Number.MAX_SAFE_INTEGER : Object.keys(roles).length,
      render: ({ administrator, roles }) => (
        <span title={Object.keys(roles).join(', ')}>
          {administrator ? 'Everything' : formatQuantity(Object.keys(roles).length, 'project')}
        </span>
      ),
    },
    {
      ...{ name: 'since', label: 'Since', kind: 'text', isOptional: true, isQuiet: true },
      value: ({ created_at }) => created_at,
      render: ({ created_at }) => (
        <span title={formatInstant(created_at)}>{formatDay(created_at)}</span>
      ),
    },
    {
      ...{ name: 'actions', label: 'Actions' },
      render: (account) => (
        <Menu position="bottom-end" width={230} withinPortal withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${account.email}`}>
              <IconDots size={17} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {accountActs(account).map(({ name, label }) => (
              <Menu.Item key={name} onClick={() => open({ act: name, account })}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
  return (
    <>
      <SortedTable
        label="Accounts"
        columns={columns}
        rows={accounts}
        keyOf={({ id }) => id}
        dataOf={({ email }) => ({ 'data-email': email })}
        isDownloadable={false}
        hasControls
      />
      {subject !== undefined && (
        <Dialog
          title={accountActs(subject.account).find(({ name }) => name === subject.act)?.label ?? ''}
          isOpen={isOpen}
          onClose={close}
        >
          <AccountActForm act={subject.act} account={subject.account} onClose={close} />
        </Dialog>
      )}
    </>
  );
}
