import { ActionIcon, CloseButton, Drawer } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useScope } from '../url/use-scope.js';
import { ColorSchemeSwitch } from './color-scheme-switch.js';
import { Logo } from './logo.js';
import { Navigation } from './navigation.js';
import classes from './shell.module.css';

/** What surrounds every page: the pages' list at the side, on narrow screens behind a button. */
export function Shell() {
  const [isOpen, setOpen] = useState(false);
  useFocusOnNavigation();
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <aside className={classes.sidebar} aria-label="Sonde">
        <Wordmark />
        <Navigation />
        <div className={classes.foot}>
          <ColorSchemeSwitch />
        </div>
      </aside>
      <header className={classes.top}>
        <Wordmark />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Pages"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          <IconMenu2 size={20} stroke={1.7} />
        </ActionIcon>
      </header>
      <Drawer.Root opened={isOpen} onClose={() => setOpen(false)} position="right" size={260}>
        <Drawer.Overlay />
        <Drawer.Content aria-label="Pages">
          <Drawer.Body className={classes.drawer ?? ''}>
            <CloseButton
              aria-label="Close"
              className={classes.close}
              onClick={() => setOpen(false)}
            />
            <Navigation onNavigate={() => setOpen(false)} />
            <ColorSchemeSwitch />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </div>
  );
}

function Wordmark() {
  const scope = useScope();
  return (
    <Link to="/" search={scope} className={classes.wordmark} aria-label="Sonde, overview">
      <Logo />
      <span>Sonde</span>
    </Link>
  );
}

/** After a change of page the focus is at its title, as after the load of a document. */
function useFocusOnNavigation() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const earlier = useRef(path);
  useEffect(() => {
    if (earlier.current !== undefined && earlier.current !== path) {
      const title = document.querySelector<HTMLElement>('main h1');
      (title ?? document.getElementById('main'))?.focus({ preventScroll: true });
    }
    earlier.current = path;
  }, [path]);
}
