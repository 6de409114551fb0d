import { Button } from '@mantine/core';
import type { Member } from '../../api/team.js';
import { Dialog } from '../../layout/dialog.js';
import table from '../../layout/table.module.css';
import { useDialog } from '../../layout/use-dialog.js';
import { useSession } from '../../session/session.js';
import classes from '../settings.module.css';
import { Tag } from '../tag.js';
import { PersonName } from './person-name.js';
import { RemoveMember } from './remove-member.js';
import { RoleSelect } from './role-select.js';

/** One line per person, with the role in the project. */
export function MemberTable({ members }: { members: Member[] }) {
  const { account } = useSession();
  const { subject, isOpen, open, close } = useDialog<Member>();
  return (
    <div className={table.scroll}>
      <table className={table.table} data-controls>
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              Person
            </th>
            <th scope="col">Role</th>
            <th scope="col">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.account} data-email={member.email}>
              <th scope="row" className={table.wide}>
                <PersonName name={member.name} email={member.email}>
                  {member.account === account?.id && <Tag>You</Tag>}
                </PersonName>
              </th>
              {member.administrator ? (
                <td className={table.quiet} colSpan={2}>
                  Server administrator
                </td>
              ) : (
                <>
                  <td>
                    <RoleSelect member={member} />
                  </td>
                  <td className={table.number}>
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={`Remove ${member.email}`}
                      onClick={() => open(member)}
                    >
                      Remove
                    </Button>
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog title="Remove from the project?" isOpen={isOpen} onClose={close}>
        {subject !== undefined && <RemoveMember member={subject} onClose={close} />}
      </Dialog>
    </div>
  );
}
