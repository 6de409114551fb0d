import { CloseButton, Drawer } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './shell.module.css';

export interface PagesDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The navigation of narrow screens. */
export function PagesDrawer({ isOpen, onClose, children }: PagesDrawerProps) {
  // It is mounted closed: the library notes where the focus was when it opens.
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(isOpen), [isOpen]);
  return (
    <Drawer.Root opened={isShown} onClose={onClose} position="right" size={260}>
      <Drawer.Overlay />
      <Drawer.Content aria-label="Pages">
        <Drawer.Body className={classes.drawer ?? ''}>
          <CloseButton aria-label="Close" className={classes.close} onClick={onClose} />
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
