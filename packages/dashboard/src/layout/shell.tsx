import { ActionIcon } from '@mantine/core';
import { IconMenu2, IconSettings } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { PaletteButton } from '../palette/palette-button.js';
import { ProjectSwitcher } from '../projects/project-switcher.js';
import { useLinkScope } from '../projects/use-link-scope.js';
import { AccountMenu } from '../session/account-menu.js';
import { useSession } from '../session/session.js';
import { useScope } from '../url/use-scope.js';
import { ColorSchemeSwitch } from './color-scheme-switch.js';
import { Logo } from './logo.js';
import { Navigation } from './navigation.js';
import navigation from './navigation.module.css';
import classes from './shell.module.css';

// Wide screens have no use for it.
const PagesDrawer = lazy(() =>
  import('./pages-drawer.js').then((module) => ({ default: module.PagesDrawer })),
);

/** The frame of all pages: navigation at the side, on narrow screens behind a button. */
export function Shell() {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  const close = () => setOpen(false);
  useFocusOnNavigation();
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <aside className={classes.sidebar} aria-label="Sonde">
        <Wordmark />
        <ProjectSwitcher />
        <PaletteButton />
        <div className={classes.pages}>
          <Navigation />
        </div>
        <Foot />
      </aside>
      <header className={classes.top}>
        <Wordmark />
        <ProjectTitle />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Pages"
          aria-expanded={isOpen}
          onClick={() => {
            setOpened(true);
            setOpen(true);
          }}
        >
          <IconMenu2 size={20} stroke={1.7} />
        </ActionIcon>
      </header>
      {wasOpened && (
        <Suspense>
          <PagesDrawer isOpen={isOpen} onClose={close}>
            <ProjectSwitcher onNavigate={close} />
            <Navigation onNavigate={close} />
            <Foot onNavigate={close} />
          </PagesDrawer>
        </Suspense>
      )}
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </div>
  );
}

/** The project's title, if the navigation is hidden and there are several projects. */
function ProjectTitle() {
  const { projects } = useSession();
  const { project: id } = useScope();
  const title = projects.find((one) => one.id === id)?.title;
  return (
    <span className={classes.project} title={title}>
      {projects.length > 1 && title}
    </span>
  );
}

/** Rarely needed links: settings, account, colour scheme. */
function Foot({ onNavigate }: { onNavigate?: () => void }) {
  return (
    <div className={classes.foot}>
      <div className={classes.row}>
        <Link
          to="/settings"
          search={useLinkScope()}
          className={navigation.link}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'data-active': true }}
          onClick={onNavigate}
        >
          <IconSettings size={17} stroke={1.7} aria-hidden />
          Settings
        </Link>
        <ColorSchemeSwitch />
      </div>
      <AccountMenu {...(onNavigate !== undefined && { onNavigate })} />
    </div>
  );
}

function Wordmark() {
  const scope = useLinkScope();
  return (
    <Link to="/" search={scope} className={classes.wordmark} aria-label="Sonde, overview">
      <Logo />
      <span>Sonde</span>
    </Link>
  );
}

/** After a navigation the focus is on the title, as after loading a document. */
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
