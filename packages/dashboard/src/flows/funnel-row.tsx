import { VisuallyHidden } from '@mantine/core';
import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { FunnelStage } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import classes from './funnel.module.css';
import { StageMarker } from './stage-marker.js';
import { listStops } from './stop.js';
import { StopList } from './stop-list.js';

export interface FunnelRowProps {
  flow: string;
  /** All runs of the flow: the length of a full bar. */
  runs: number;
  stage: FunnelStage;
  previous: FunnelStage | undefined;
  /** How the newest catalog treats the stage, if it does not declare it. */
  mark: string | undefined;
  /** Whether the funnel has a column of times. */
  withTime: boolean;
}

/**
 * One stage. Bar and numbers are one link to the runs that reached it; each stop has its own link.
 */
export function FunnelRow({ flow, runs, stage, previous, mark, withTime }: FunnelRowProps) {
  const stops = listStops(flow, stage);
  const share = (count: number) => `${runs === 0 ? 0 : Math.min(100, (count / runs) * 100)}%`;
  const isTimed = stage.time_p50_ms !== null;
  return (
    <li
      className={classes.stage}
      data-stage={stage.id}
      data-kind={stage.kind}
      data-reached={stage.reached}
      data-stopped={stage.stopped.total}
      data-declaration={stage.declaration}
    >
      <InvocationsLink filter={{ flow, flow_reached: stage.id }} className={classes.main}>
        <StageMarker kind={stage.kind} />
        <span
          className={classes.name}
          title={mark === undefined ? stage.name : `${stage.name}, ${mark}`}
        >
          {stage.name}
          {mark !== undefined && <span className={classes.mark}>{mark}</span>}
          <VisuallyHidden>: </VisuallyHidden>
        </span>
        <span className={classes.track} aria-hidden>
          <span
            className={classes.bar}
            style={{ width: share(stage.reached - stage.stopped.total) }}
          />
          <span className={classes.lost} style={{ width: share(stage.stopped.total) }} />
        </span>
        <span className={classes.count}>
          {formatCount(stage.reached)}
          <VisuallyHidden> {stage.reached === 1 ? 'run' : 'runs'}, </VisuallyHidden>
        </span>
        <span className={classes.percent}>
          {formatPercent(stage.from_start, runs)}
          <VisuallyHidden> of all</VisuallyHidden>
        </span>
        <span className={classes.previous}>
          {previous !== undefined && (
            <>
              <VisuallyHidden>, </VisuallyHidden>
              {formatPercent(stage.from_previous, previous.reached)}
              <VisuallyHidden> of {previous.name}</VisuallyHidden>
            </>
          )}
        </span>
        {withTime && (
          <span className={classes.time}>
            {isTimed && (
              <>
                <VisuallyHidden>, median </VisuallyHidden>
                {formatDuration(stage.time_p50_ms)}
                <VisuallyHidden>, 90th percentile</VisuallyHidden>
                <span className={classes.quiet}>
                  <span aria-hidden> · </span>
                  {formatDuration(stage.time_p90_ms)}
                </span>
              </>
            )}
          </span>
        )}
      </InvocationsLink>
      <div className={classes.stops}>
        {stops.length > 0 && (
          <StopList flow={flow} stageId={stage.id} stops={stops} total={stage.stopped.total} />
        )}
      </div>
    </li>
  );
}
