import { previousStage } from '@sonde/analytics/format';
import type { Funnel as FunnelResponse } from '../api/responses.js';
import { declarationMark } from './declaration-mark.js';
import classes from './funnel.module.css';
import { FunnelRow } from './funnel-row.js';

/**
 * A flow's funnel from Started to Completed, one line per stage: how many runs reached it, as a bar
 * whose hatched end is the runs that stopped there, and beside it where they stopped.
 */
export function Funnel({ funnel }: { funnel: FunnelResponse }) {
  const hasTimes = funnel.stages.some(({ time_p50_ms }) => time_p50_ms !== null);
  return (
    <div className={classes.frame}>
      <div className={classes.funnel} data-times={hasTimes || undefined}>
        <div className={classes.columns} aria-hidden>
          <span />
          <span>Stage</span>
          <span />
          <span className={classes.number}>Runs</span>
          <span className={classes.number}>Of all</span>
          <span className={classes.number}>Of previous</span>
          {hasTimes && <span className={classes.number}>Median · p90</span>}
          <span className={classes.stopsHead}>Stopped here</span>
        </div>
        <ol className={classes.stages} aria-label="Stages of the funnel">
          {funnel.stages.map((stage, index) => (
            <FunnelRow
              key={stage.id}
              flow={funnel.flow}
              runs={funnel.runs}
              stage={stage}
              previous={previousStage(funnel.stages, index)}
              mark={declarationMark(stage.declaration, funnel.declaration)}
              withTime={hasTimes}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}
