import { IconFolderOff } from '@tabler/icons-react';
import { Page } from '../layout/page.js';
import { useSession } from '../session/session.js';
import state from '../state/state.module.css';

/** Shown to a person who is not a member of any project. */
export function NoProject() {
  const { account } = useSession();
  return (
    <Page title="No project" withScope={false}>
      <div className={state.state} data-testid="no-project">
        <IconFolderOff className={state.quietIcon} size={28} stroke={1.5} aria-hidden />
        <h2>You are not a member of any project</h2>
        <p className={state.text}>
          Ask an administrator to add {account === null ? 'you' : account.email} to one. This page
          then shows it.
        </p>
      </div>
    </Page>
  );
}
