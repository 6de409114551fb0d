import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** False for what is shown once: a click beside it must not take it away. */
  closesEasily?: boolean;
  children: ReactNode;
}

/** A window over the page. What is inside begins anew each time it is opened. */
export function Dialog({ title, isOpen, onClose, closesEasily = true, children }: DialogProps) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      closeOnClickOutside={closesEasily}
      closeOnEscape={closesEasily}
      size="md"
    >
      <Modal.Overlay />
      <Modal.Content radius="md" className={classes.content ?? ''}>
        {/* The library's own head is a second banner of the document to a screen reader. */}
        <div className={classes.head}>
          <Modal.Title className={classes.title ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
