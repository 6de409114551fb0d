import { Button } from '@mantine/core';
import type { Key } from '../../api/team.js';
import { formatAgo, formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { type SortedColumn, SortedTable } from '../../layout/sorted-table.js';
import { useDialog } from '../../layout/use-dialog.js';
import { Tag } from '../tag.js';
import { RevokeKey } from './revoke-key.js';

/** One line per key. */
export function KeyTable({ keys }: { keys: Key[] }) {
  const { subject: key, isOpen, open, close } = useDialog<Key>();
  const now = Date.now();
  const columns: SortedColumn<Key>[] = [
    {
      ...{ name: 'name', label: 'Name', kind: 'text', isWide: true },
      value: ({ name }) => name,
      render: ({ name, revoked_at, declared }) => (
        <>
          {name}
          {revoked_at !== null && <Tag title={formatInstant(revoked_at)}>Revoked</Tag>}
          {declared && (
            <Tag title="Declared in the configuration file; revoke it there.">
              Configuration file
            </Tag>
          )}
        </>
      ),
    },
    {
      ...{ name: 'for', label: 'For', kind: 'text' },
      value: purposeOf,
      render: purposeOf,
    },
    {
      ...{ name: 'created', label: 'Created', kind: 'text', isOptional: true, isQuiet: true },
      value: ({ created_at }) => created_at,
      render: ({ created_at, created_by }) =>
        created_at === null ? (
          '–'
        ) : (
          <span title={formatInstant(created_at)}>
            {formatDay(created_at)}
            {created_by !== '' && `, ${created_by}`}
          </span>
        ),
    },
    {
      ...{ name: 'last_used', label: 'Last used', kind: 'text', isQuiet: true },
      value: ({ last_used_at }) => last_used_at,
      render: ({ last_used_at }) =>
        last_used_at === null ? (
          'never'
        ) : (
          <time dateTime={last_used_at} title={formatInstant(last_used_at)}>
            {formatAgo(last_used_at, now)}
          </time>
        ),
    },
    {
      ...{ name: 'actions', label: 'Actions' },
      render: (one) =>
        one.revoked_at === null &&
        !one.declared && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={`Revoke ${one.name}`}
            onClick={() => open(one)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <>
      <SortedTable
        label="Keys"
        columns={columns}
        rows={keys}
        keyOf={({ id }) => id}
        dataOf={({ id, kind }) => ({ 'data-key': id, 'data-kind': kind })}
        isDownloadable={false}
        hasControls
      />
      <Dialog title="Revoke the key?" isOpen={isOpen} onClose={close}>
        {key !== undefined && <RevokeKey subject={key} onClose={close} />}
      </Dialog>
    </>
  );
}

const purposeOf = ({ kind }: Key) => (kind === 'write' ? 'Sending' : 'Reading');
