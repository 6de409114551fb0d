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
 * A modal dialog. Escape or a click beside it closes it, unless its content stays open. The content
 * starts fresh each time the dialog opens.
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
      // As `className` it would also apply to the element around it, which covers the page.
      classNames={{ content: classes.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content radius="md">
        {/* For screen readers, the library's own header would be a second banner of the page. */}
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
