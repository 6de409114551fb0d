import { Menu, UnstyledButton } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLinkScope } from '../projects/use-link-scope.js';
import classes from './account-menu.module.css';
import { useSession } from './session.js';
import { useSignOut } from './use-sign-out.js';

/** The signed-in person, and the sign-out. Nothing on a collector without accounts. */
export function AccountMenu({ onNavigate }: { onNavigate?: () => void }) {
  const { account } = useSession();
  const scope = useLinkScope();
  const signOut = useSignOut('here');
  if (account === null) return null;
  const name = account.name === '' ? account.email : account.name;
  return (
    <Menu position="top-start" width={220} withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton
          className={classes.person ?? ''}
          aria-label={`Signed in as ${name}`}
          title={account.email}
        >
          <IconUserCircle size={17} stroke={1.7} aria-hidden />
          <span className={classes.name}>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.email ?? ''}>{account.email}</Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={16} stroke={1.7} aria-hidden />}
          renderRoot={(props) => <Link to="/settings/account" search={scope} {...props} />}
          onClick={onNavigate}
        >
          Account
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.7} aria-hidden />}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
