import { Button } from '@mantine/core';
import type { Member } from '../../api/team.js';
import { Dialog } from '../../layout/dialog.js';
import { type SortedColumn, SortedTable } from '../../layout/sorted-table.js';
import table from '../../layout/table.module.css';
import { useDialog } from '../../layout/use-dialog.js';
import { useSession } from '../../session/session.js';
import { Tag } from '../tag.js';
import { PersonName, shownName } from './person-name.js';
import { RemoveMember } from './remove-member.js';
import { RoleSelect } from './role-select.js';

/** One line per person, with the role in the project. */
export function MemberTable({ members }: { members: Member[] }) {
  const { account } = useSession();
  const { subject, isOpen, open, close } = useDialog<Member>();
  const columns: SortedColumn<Member>[] = [
    {
      ...{ name: 'person', label: 'Person', kind: 'text', isWide: true },
      value: shownName,
      render: (member) => (
        <PersonName name={member.name} email={member.email}>
          {member.account === account?.id && <Tag>You</Tag>}
        </PersonName>
      ),
    },
    {
      ...{ name: 'role', label: 'Role', kind: 'text' },
      value: ({ administrator, role }) => (administrator ? 'Server administrator' : role),
      render: (member) =>
        member.administrator ? (
          <span className={table.quiet}>Server administrator</span>
        ) : (
          <RoleSelect member={member} />
        ),
    },
    {
      ...{ name: 'actions', label: 'Actions' },
      render: (member) =>
        !member.administrator && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={`Remove ${member.email}`}
            onClick={() => open(member)}
          >
            Remove
          </Button>
        ),
    },
  ];
  return (
    <>
      <SortedTable
        label="People"
        columns={columns}
        rows={members}
        keyOf={({ account }) => account}
        dataOf={({ email }) => ({ 'data-email': email })}
        isDownloadable={false}
        hasControls
      />
      <Dialog title="Remove from the project?" isOpen={isOpen} onClose={close}>
        {subject !== undefined && <RemoveMember member={subject} onClose={close} />}
      </Dialog>
    </>
  );
}
