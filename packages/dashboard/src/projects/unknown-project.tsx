import { Button } from '@mantine/core';
import { IconFolderQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Page } from '../layout/page.js';
import { useSession } from '../session/session.js';
import state from '../state/state.module.css';
import { chooseProject, readLastProject } from './choose-project.js';

/** The URL names a project that does not exist or that this person may not see. */
export function UnknownProject({ id }: { id: string }) {
  const { projects, account } = useSession();
  const other = chooseProject(projects, readLastProject());
  return (
    <Page title="Unknown project" withScope={false}>
      <div className={state.state} data-testid="unknown-project">
        <IconFolderQuestion className={state.quietIcon} size={28} stroke={1.5} aria-hidden />
        <h2>
          There is no project <q>{id}</q> for you
        </h2>
        <p className={state.text}>
          {account === null || account.administrator
            ? 'Its id may be misspelt in the address.'
            : `It does not exist, or ${account.email} is not a member of it. An administrator of the project can invite you.`}
        </p>
        {other !== undefined && (
          <div className={state.actions}>
            <Button
              variant="default"
              size="xs"
              maw="100%"
              renderRoot={(props) => <Link to="/" search={{ project: other.id }} {...props} />}
            >
              <span className={state.ellipsis}>Go to {other.title}</span>
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}
