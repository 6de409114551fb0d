import { Button } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import { type Backfill, cancelBackfill } from '../../api/forwarder-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatDays } from '../../format/time.js';
import { useProject } from '../../projects/project.js';
import { ProblemNote } from '../../state/problem-note.js';
import classes from './forwarders.module.css';

export interface BackfillProgressProps {
  forwarder: string;
  backfill: Backfill;
  canCancel: boolean;
}

/** How far a backfill is, or how it ended. */
export function BackfillProgress({ forwarder, backfill, canCancel }: BackfillProgressProps) {
  const project = useProject();
  const cancel = useTeamAct(() => cancelBackfill(project.id, forwarder));
  const { state, done, total } = backfill;
  const share = state === 'finished' ? 1 : Math.min(1, done / Math.max(total, 1));
  const lastDay = new Date(Date.parse(backfill.to) - 1).toISOString();
  const range = `Backfill of ${formatDays(backfill.from, lastDay)}`;
  return (
    <div className={classes.backfill} data-testid="backfill" data-state={state}>
      <div className={classes.backfillHead}>
        <span>{range}</span>
        <span className={classes.quiet}>
          {state === 'running' && `${formatCount(done)} of ${formatQuantity(total, 'event')}`}
          {state === 'finished' && `finished: ${formatQuantity(done, 'event')}`}
          {state === 'cancelled' && `cancelled after ${formatQuantity(done, 'event')}`}
        </span>
        {state === 'running' && canCancel && (
          <Button
            variant="default"
            size="compact-xs"
            loading={cancel.isPending}
            aria-label={`Cancel the backfill of ${forwarder}`}
            onClick={() => cancel.mutate()}
          >
            Cancel
          </Button>
        )}
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={range}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <span className={classes.fill} data-state={state} style={{ width: `${share * 100}%` }} />
      </div>
      <ProblemNote error={cancel.error} />
    </div>
  );
}
