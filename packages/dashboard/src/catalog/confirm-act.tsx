import { formatCount, formatQuantity } from '@sonde/analytics/format';
import { useQueryClient } from '@tanstack/react-query';
import {
  dropQuarantined,
  type QuarantineGroup,
  replayQuarantined,
} from '../api/catalog-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { useProject } from '../projects/project.js';
import { DialogForm } from '../settings/dialog-form.js';
import { reasonWords } from './reason-words.js';

export interface QuarantineAct {
  name: 'replay' | 'drop';
  group: QuarantineGroup;
  range: { from?: string; to?: string };
}

export interface ConfirmActProps {
  act: QuarantineAct;
  onCancel: () => void;
  /** Called with what was done, in words. */
  onDone: (result: string) => void;
}

/** Asks before a replay or a drop, and does it. */
export function ConfirmAct({ act: { name, group, range }, onCancel, onDone }: ConfirmActProps) {
  const { id: project } = useProject();
  const queryClient = useQueryClient();
  const { code, event, tool } = group;
  const selection = { code, event, tool, ...range };
  const mutation = useTeamAct(
    async () => {
      if (name === 'drop') {
        const { dropped } = await dropQuarantined(project, selection);
        return `${formatQuantity(dropped, 'event')} dropped.`;
      }
      const done = await replayQuarantined(project, selection);
      const before =
        done.duplicates > 0 ? `, ${formatCount(done.duplicates)} had been stored before` : '';
      return `${formatQuantity(done.accepted, 'event')} stored${before}, ${formatCount(done.quarantined)} stay quarantined.`;
    },
    async (result) => {
      // The list must not show what is gone.
      await queryClient.invalidateQueries({ queryKey: ['catalog'] });
      void queryClient.invalidateQueries();
      onDone(result);
    },
  );
  return (
    <DialogForm
      mutation={mutation}
      submit={name === 'drop' ? 'Drop for good' : 'Replay'}
      isDangerous={name === 'drop'}
      onCancel={onCancel}
    >
      <p>
        <strong>{event === '' ? 'Events without a name' : event}</strong>: {reasonWords(code)},{' '}
        {formatQuantity(group.events, 'event')} in this range.
      </p>
      <p>
        {name === 'drop'
          ? 'They are deleted. You cannot undo this.'
          : 'Each is checked again. Those that pass are counted at the time when they happened; the others stay here.'}
      </p>
    </DialogForm>
  );
}
