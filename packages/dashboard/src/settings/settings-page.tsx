import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Page } from '../layout/page.js';
import { useSession } from '../session/session.js';
import state from '../state/state.module.css';
import { useScope } from '../url/use-scope.js';
import { accessTo, type SettingsAddress, settingsPages } from './settings-pages.js';

export interface SettingsPageProps {
  address: SettingsAddress;
  /** A line below the title. */
  subtitle?: ReactNode;
  children: ReactNode;
}

/** The frame of a settings page; explains why a person may not open it. */
export function SettingsPage({ address, subtitle, children }: SettingsPageProps) {
  const session = useSession();
  const { project: id } = useScope();
  const project = session.projects.find((one) => one.id === id);
  const title = settingsPages.find(({ to }) => to === address)?.label ?? 'Settings';
  const access = accessTo(address, session, project);
  if (access !== 'allowed') {
    return (
      <Page title={title} withScope={false}>
        <div className={state.state} data-testid={access}>
          <IconLock className={state.quietIcon} size={28} stroke={1.5} aria-hidden />
          {access === 'accounts_needed' ? <NoAccounts /> : <Forbidden address={address} />}
        </div>
      </Page>
    );
  }
  return (
    <Page title={title} subtitle={subtitle} withScope={false}>
      {children}
    </Page>
  );
}

function NoAccounts() {
  return (
    <>
      <h2>There are no accounts yet</h2>
      <p className={state.text}>
        On this machine, the pages need no password. To let a team sign in, create the first
        administrator with <code>sonde-collector user create</code>, or start the collector with{' '}
        <code>--public-url</code>.
      </p>
    </>
  );
}

function Forbidden({ address }: { address: SettingsAddress }) {
  const isOfServer = address === '/settings/accounts' || address === '/settings/storage';
  return (
    <>
      <h2>This page is for administrators</h2>
      <p className={state.text}>
        Only an administrator of {isOfServer ? 'the server' : 'the project'} may open it. Ask one of
        them, or to become one.
      </p>
    </>
  );
}
