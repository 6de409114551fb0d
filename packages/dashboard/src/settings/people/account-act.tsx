import { client, doneOf, responseOf } from '../../api/client.js';
import type { Account } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { LinkToShare } from './link-to-share.js';

export type AccountAct = 'reset' | 'promote' | 'demote' | 'sign-out' | 'remove';

/** Actions for an account, in menu order. */
export function accountActs({ administrator }: Account): { name: AccountAct; label: string }[] {
  return [
    { name: 'reset', label: 'Create a password link' },
    administrator
      ? { name: 'demote', label: 'Remove as server administrator' }
      : { name: 'promote', label: 'Make server administrator' },
    { name: 'sign-out', label: 'Sign out everywhere' },
    { name: 'remove', label: 'Remove the account' },
  ];
}

interface ActFormProps {
  account: Account;
  onClose: () => void;
}

export function AccountActForm({ act, ...props }: ActFormProps & { act: AccountAct }) {
  switch (act) {
    case 'reset':
      return <ResetPassword {...props} />;
    case 'promote':
    case 'demote':
      return <ChangeAdministrator {...props} />;
    case 'sign-out':
      return <EndSessions {...props} />;
    case 'remove':
      return <RemoveAccount {...props} />;
  }
}

function ResetPassword({ account, onClose }: ActFormProps) {
  const reset = useTeamAct(() =>
    responseOf(
      client.POST('/api/v1/accounts/{account}/reset', {
        params: { path: { account: account.id } },
      }),
    ),
  );
  if (reset.data !== undefined) {
    return <LinkToShare link={reset.data} email={account.email} onClose={onClose} />;
  }
  return (
    <DialogForm mutation={reset} submit="Create the link" onCancel={onClose}>
      <p>
        With the link <strong>{account.email}</strong> sets a new password. The old one works until
        then.
      </p>
    </DialogForm>
  );
}

function ChangeAdministrator({ account, onClose }: ActFormProps) {
  const change = useTeamAct(
    () =>
      responseOf(
        client.PATCH('/api/v1/accounts/{account}', {
          params: { path: { account: account.id } },
          body: { administrator: !account.administrator },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm
      mutation={change}
      submit={account.administrator ? 'Remove as administrator' : 'Make administrator'}
      isDangerous={account.administrator}
      onCancel={onClose}
    >
      <p>
        <strong>{account.email}</strong>{' '}
        {account.administrator
          ? 'is no longer a server administrator. They see only the projects they are members of.'
          : 'sees and administers every project, and manages accounts and the collector.'}
      </p>
    </DialogForm>
  );
}

function EndSessions({ account, onClose }: ActFormProps) {
  const end = useTeamAct(
    () =>
      doneOf(
        client.DELETE('/api/v1/accounts/{account}/sessions', {
          params: { path: { account: account.id } },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm mutation={end} submit="Sign out everywhere" onCancel={onClose}>
      <p>
        Every session of <strong>{account.email}</strong> ends, on all devices.
      </p>
    </DialogForm>
  );
}

function RemoveAccount({ account, onClose }: ActFormProps) {
  const remove = useTeamAct(
    () =>
      doneOf(
        client.DELETE('/api/v1/accounts/{account}', { params: { path: { account: account.id } } }),
      ),
    onClose,
  );
  return (
    <DialogForm mutation={remove} submit="Remove" isDangerous onCancel={onClose}>
      <p>
        <strong>{account.email}</strong> is signed out and cannot sign in again. What they did stays
        in the audit log. This cannot be undone.
      </p>
    </DialogForm>
  );
}
