import { Modal } from '@mantine/core';
import { type ReactNode, useCallback, useState } from 'react';
import classes from './dialog.module.css';
import { StaysOpenContext } from './use-stays-open.js';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A window over the page, which Escape or a click beside it closes unless what is inside stays open.
 * What is inside begins anew each time it is opened.
 */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  const [holders, setHolders] = useState(0);
  const changeHolders = useCallback((change: number) => setHolders((count) => count + change), []);
  const closesEasily = holders === 0;
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      closeOnClickOutside={closesEasily}
      closeOnEscape={closesEasily}
      size="md"
      // As its `className` it would also be on the element around it, which covers the page.
      classNames={{ content: classes.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content radius="md">
        {/* The library's own head is a second banner of the document to a screen reader. */}
        <div className={classes.head}>
          <Modal.Title className={classes.title ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>
          <StaysOpenContext value={changeHolders}>{children}</StaysOpenContext>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
