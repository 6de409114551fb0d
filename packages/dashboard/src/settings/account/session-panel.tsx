import { Button } from '@mantine/core';
import { Dialog } from '../../layout/dialog.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useSignOut } from '../../session/use-sign-out.js';
import { ProblemNote } from '../../state/problem-note.js';

export function SessionPanel() {
  const here = useSignOut('here');
  const { isOpen, open, close } = useDialog<'everywhere'>();
  return (
    <Panel title="Sessions" note="A session ends after 14 days without use.">
      <div className={`${form.foot} ${form.start}`}>
        <Button variant="default" loading={here.isPending} onClick={() => here.mutate()}>
          Sign out here
        </Button>
        <Button variant="default" onClick={() => open('everywhere')}>
          Sign out everywhere
        </Button>
      </div>
      <ProblemNote error={here.error} />
      <Dialog title="Sign out everywhere?" isOpen={isOpen} onClose={close}>
        <SignOutEverywhere onCancel={close} />
      </Dialog>
    </Panel>
  );
}

function SignOutEverywhere({ onCancel }: { onCancel: () => void }) {
  const everywhere = useSignOut('everywhere');
  return (
    <DialogForm mutation={everywhere} submit="Sign out everywhere" onCancel={onCancel}>
      <p>All your sessions end, on all devices, including this one.</p>
    </DialogForm>
  );
}
