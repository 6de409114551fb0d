import { Button } from '@mantine/core';
import type { OneTimeLink } from '../../api/team.js';
import { formatInstant } from '../../format/time.js';
import form from '../../layout/form.module.css';
import { useStaysOpen } from '../../layout/use-stays-open.js';
import { CodeBlock } from '../../state/code-block.js';

export interface LinkToShareProps {
  link: OneTimeLink;
  email: string;
  onClose: () => void;
}

/** A one-time link, shown once. */
export function LinkToShare({ link, email, onClose }: LinkToShareProps) {
  useStaysOpen();
  return (
    <div className={form.form} data-testid="one-time-link">
      <p>
        Give this link to <strong className={form.name}>{email}</strong> only. It works once, until{' '}
        {formatInstant(link.expires_at)}, and is not shown again.
      </p>
      <CodeBlock code={link.link} what="link" />
      <div className={form.foot}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
