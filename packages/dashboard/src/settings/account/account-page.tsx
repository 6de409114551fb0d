import { useSession } from '../../session/session.js';
import { SettingsPage } from '../settings-page.js';
import { NameForm } from './name-form.js';
import { PasswordForm } from './password-form.js';
import { SessionPanel } from './session-panel.js';

/** Settings of the signed-in person. */
export function AccountPage() {
  const { account, sign_in } = useSession();
  return (
    <SettingsPage address="/settings/account" subtitle={account?.email}>
      <NameForm name={account?.name ?? ''} />
      {sign_in.password && <PasswordForm email={account?.email ?? ''} />}
      <SessionPanel />
    </SettingsPage>
  );
}
