import type { FunnelStage } from '../api/responses.js';
import classes from './stage-marker.module.css';

const titles: Record<FunnelStage['kind'], string> = {
  started: 'Start of the flow',
  step: 'Step',
  milestone: 'Milestone: a separate event',
  completed: 'End of the flow',
};

/** A mark on the line that connects the stages: steps are round, milestones are diamonds. */
export function StageMarker({ kind }: { kind: FunnelStage['kind'] }) {
  return (
    <span className={classes.marker} data-kind={kind} title={titles[kind]} aria-hidden>
      <span className={classes.dot} />
    </span>
  );
}
