import { Button, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { createView, type View } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import link from '../invocations/invocations-link.module.css';
import { Dialog } from '../layout/dialog.js';
import { DialogForm } from '../layout/dialog-form.js';
import form from '../layout/form.module.css';
import { NameField } from '../layout/name-field.js';
import { useProject } from '../projects/project.js';
import { useLinkScope } from '../projects/use-link-scope.js';
import { useSession } from '../session/session.js';
import { DeleteView } from './delete-view.js';
import { describeView, linkOfView } from './describe-view.js';

interface SaveViewProps {
  /** Title of the page. */
  title: string;
  address: string;
  /** The view with this address, if it is saved. */
  saved: View | undefined;
  isOpen: boolean;
  onClose: () => void;
}

export function SaveView({ title, address, saved, isOpen, onClose }: SaveViewProps) {
  return (
    <Dialog
      title={saved === undefined ? 'Save this view' : 'Saved view'}
      isOpen={isOpen}
      onClose={onClose}
    >
      {saved === undefined ? (
        <NewView title={title} address={address} onClose={onClose} />
      ) : (
        <SavedView view={saved} onClose={onClose} />
      )}
    </Dialog>
  );
}

function NewView({
  title,
  address,
  onClose,
}: Pick<SaveViewProps, 'title' | 'address' | 'onClose'>) {
  const project = useProject();
  const { account } = useSession();
  const [name, setName] = useState(title);
  const [isShared, setShared] = useState(false);
  const { choices } = describeView(linkOfView(address, {}));
  const create = useTeamAct(
    () => createView(project.id, { name, address, is_shared: isShared }),
    onClose,
  );
  return (
    <DialogForm mutation={create} submit="Save" isComplete={name.trim() !== ''} onCancel={onClose}>
      <NameField label="Name" description={choices.join(' · ')} value={name} onChange={setName} />
      {account !== null && (
        <Switch
          label="Share it with everyone in this project"
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
      <p className={form.text}>It appears on your page Home.</p>
    </DialogForm>
  );
}

function SavedView({ view, onClose }: { view: View; onClose: () => void }) {
  const scope = useLinkScope();
  return (
    <div className={form.form}>
      <p className={form.name}>
        This page is saved as <strong>{view.name}</strong>. See{' '}
        <Link to="/home" search={scope} className={link.link}>
          Home
        </Link>
        .
      </p>
      {view.may_change ? (
        <DeleteView view={view} onClose={onClose} />
      ) : (
        <div className={form.foot}>
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </div>
      )}
    </div>
  );
}
