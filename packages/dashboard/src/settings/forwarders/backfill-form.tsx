import { useState } from 'react';
import { startBackfill } from '../../api/forwarder-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatDays } from '../../format/time.js';
import { DayRange } from '../../layout/day-range.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { useProject } from '../../projects/project.js';

const dayMs = 86_400_000;

/** Chooses the days whose events are sent. */
export function BackfillForm({ forwarder, onClose }: { forwarder: string; onClose: () => void }) {
  const project = useProject();
  const [days, setDays] = useState<{ from: string; to: string }>();
  const start = useTeamAct(async () => {
    if (days === undefined) return;
    await startBackfill(project.id, forwarder, {
      from: new Date(days.from).toISOString(),
      to: new Date(Date.parse(days.to) + dayMs).toISOString(),
    });
  }, onClose);
  return (
    <DialogForm
      mutation={start}
      submit={days === undefined ? 'Send' : `Send ${formatDays(days.from, days.to)}`}
      isComplete={days !== undefined}
      onCancel={onClose}
    >
      <p>
        Sends the events of these days, by the clients’ clocks. Those sent before are sent again
        with the same ids.
      </p>
      <DayRange takesOneDay onChoose={(from, to) => setDays({ from, to })} />
    </DialogForm>
  );
}
