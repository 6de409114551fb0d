import { Button } from '@mantine/core';
import type { NewInvitation } from '../../api/team.js';
import form from '../../layout/form.module.css';
import { LinkToShare } from './link-to-share.js';

/** The result of an invitation: a link to pass on, or none for a person with an account. */
export function Invited(props: { invitation: NewInvitation; onClose: () => void }) {
  const { invitation, onClose } = props;
  const { link, email, expires_at } = invitation;
  if (link !== null) {
    return <LinkToShare link={{ link, expires_at }} email={email} onClose={onClose} />;
  }
  return (
    <div className={form.form} data-testid="has-account">
      <p role="status" className={form.name}>
        <strong>{email}</strong> already has an account and needs no link. They have the roles you
        gave them from now on.
      </p>
      <div className={form.foot}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
