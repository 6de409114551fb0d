import { formatCount, formatQuantity, type ReplayResult } from '@sonde/analytics/format';
import { useQueryClient } from '@tanstack/react-query';
import {
  dropQuarantined,
  type QuarantineGroup,
  type QuarantineSelection,
  replayQuarantined,
} from '../api/catalog-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { DialogForm } from '../layout/dialog-form.js';
import { useProject } from '../projects/project.js';
import { describeReason } from './reason-words.js';

interface QuarantineAct {
  name: 'replay' | 'drop';
  group: QuarantineGroup;
  selection: QuarantineSelection;
}

/** What an act did. */
export interface ActResult {
  text: string;
  /** Why events stay quarantined. */
  reasons: ReplayResult['reasons'];
}

export interface ConfirmActProps {
  act: QuarantineAct;
  onCancel: () => void;
  onDone: (result: ActResult) => void;
}

/** Asks before a replay or a drop, and does it. */
export function ConfirmAct({ act: { name, group, selection }, onCancel, onDone }: ConfirmActProps) {
  const { id: project } = useProject();
  const queryClient = useQueryClient();
  const { event } = group;
  const mutation = useTeamAct(
    async (): Promise<ActResult> => {
      if (name === 'drop') {
        const { dropped } = await dropQuarantined(project, selection);
        return { text: `${formatQuantity(dropped, 'event')} dropped.`, reasons: [] };
      }
      const done = await replayQuarantined(project, selection);
      const before =
        done.duplicates > 0 ? `, ${formatCount(done.duplicates)} had been stored before` : '';
      const text = `${formatQuantity(done.accepted, 'event')} stored${before}, ${formatCount(done.quarantined)} stay quarantined.`;
      return { text, reasons: done.reasons };
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
        <strong>{event === '' ? 'Events without a name' : event}</strong>: {describeReason(group)},{' '}
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
