import { ActionIcon, Menu } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { IconDots } from '@tabler/icons-react';
import type { Account } from '../../api/team.js';
import { formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import table from '../../layout/table.module.css';
import { useDialog } from '../../layout/use-dialog.js';
import { useSession } from '../../session/session.js';
import classes from '../settings.module.css';
import { Tag } from '../tag.js';
import { type AccountAct, AccountActForm, accountActs } from './account-act.js';
import { PersonName } from './person-name.js';

/** One line per account, with the actions of a server administrator. */
export function AccountTable({ accounts }: { accounts: Account[] }) {
  const { account: own } = useSession();
  const { subject, isOpen, open, close } = useDialog<{ act: AccountAct; account: Account }>();
  return (
    <div className={table.scroll}>
      <table className={table.table} data-controls>
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              Person
            </th>
            <th scope="col">Sees</th>
            <th scope="col" className={table.optional}>
              Since
            </th>
            <th scope="col">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id} data-email={account.email}>
              <th scope="row" className={table.wide}>
                <PersonName name={account.name} email={account.email}>
                  {account.id === own?.id && <Tag>You</Tag>}
                  {!account.confirmed && (
                    <Tag title="Anyone who invited this address could have created the account. To confirm it, give the person a password link.">
                      Not confirmed
                    </Tag>
                  )}
                </PersonName>
              </th>
              <td className={table.quiet} title={Object.keys(account.roles).join(', ')}>
                {account.administrator
                  ? 'Everything'
                  : formatQuantity(Object.keys(account.roles).length, 'project')}
              </td>
              <td
                className={`${table.quiet} ${table.optional}`}
                title={formatInstant(account.created_at)}
              >
                {formatDay(account.created_at)}
              </td>
              <td className={table.number}>
                <Menu
                  position="bottom-end"
                  width={230}
                  withinPortal
                  withInitialFocusPlaceholder={false}
                >
                  <Menu.Target>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Actions for ${account.email}`}
                    >
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
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {subject !== undefined && (
        <Dialog
          title={accountActs(subject.account).find(({ name }) => name === subject.act)?.label ?? ''}
          isOpen={isOpen}
          onClose={close}
        >
          <AccountActForm act={subject.act} account={subject.account} onClose={close} />
        </Dialog>
      )}
    </div>
  );
}
