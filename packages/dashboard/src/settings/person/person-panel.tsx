import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DeletionPreview, type Person, personQuery } from '../../api/life-queries.js';
import { Dialog } from '../../layout/dialog.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import { DeletePerson } from './delete-person.js';
import { ExportButton } from './export-button.js';
import { StoredCounts } from './stored-counts.js';

/** The stored data of a person, with actions. */
export function PersonPanel({ person }: { person: Person }) {
  const project = useProject();
  return (
    <Loaded query={useQuery(personQuery(project.id, person))}>
      {(preview) => <Found person={person} preview={preview} />}
    </Loaded>
  );
}

function Found({ person, preview }: { person: Person; preview: DeletionPreview }) {
  const project = useProject();
  const { isOpen, open, close } = useDialog<'delete'>();
  const isNothing = preview.events + preview.quarantined + preview.loss_reports === 0;
  return (
    <Panel title="Stored about this person" note={<span className={form.name}>{person.id}</span>}>
      <div className={form.form} data-testid="person">
        {isNothing ? (
          <p>
            Nothing is stored in {project.title} under this id. Check that the id is complete and of
            the right kind.
          </p>
        ) : (
          <StoredCounts counts={preview} />
        )}
        <div className={`${form.foot} ${form.start}`}>
          {!isNothing && <ExportButton person={person} />}
          <Button
            color="red.9"
            leftSection={<IconTrash size={16} stroke={1.7} aria-hidden />}
            onClick={() => open('delete')}
          >
            Delete
          </Button>
        </div>
      </div>
      <Dialog title="Delete the data?" isOpen={isOpen} onClose={close}>
        <DeletePerson person={person} preview={preview} onClose={close} />
      </Dialog>
    </Panel>
  );
}
