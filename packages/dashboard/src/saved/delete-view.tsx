import { removeView, type View } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { DialogForm } from '../layout/dialog-form.js';
import { useProject } from '../projects/project.js';
import { useSession } from '../session/session.js';

export function DeleteView({ view, onClose }: { view: View; onClose: () => void }) {
  const project = useProject();
  const { account } = useSession();
  const remove = useTeamAct(() => removeView(project.id, view.id), onClose);
  const isForOthers = account !== null && view.is_shared;
  return (
    <DialogForm mutation={remove} submit="Delete" isDangerous onCancel={onClose}>
      <p>
        <strong>{view.name}</strong> is deleted{isForOthers && ' for everyone in this project'}. No
        events are.
      </p>
    </DialogForm>
  );
}
