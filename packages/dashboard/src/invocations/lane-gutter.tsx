import type { TimelineEvent } from '../api/responses.js';
import classes from './lane-gutter.module.css';
import type { Lane } from './lanes.js';

export type LaneGutterProps = { lanes: Lane[]; columns: number } & (
  | { event: TimelineEvent }
  /** Between two events: after this sequence. */
  | { after: number }
);

const laneWidth = 16;

/** The lanes beside one line: a stroke while a run lasts, a mark at its events. */
export function LaneGutter(props: LaneGutterProps) {
  const { lanes, columns } = props;
  if (columns === 0) return null;
  const sequence = 'event' in props ? props.event.sequence : props.after + 0.5;
  const running = lanes.filter(
    ({ run }) => run.first_sequence <= sequence && sequence <= run.last_sequence,
  );
  return (
    <span className={classes.gutter} style={{ width: columns * laneWidth }} aria-hidden>
      {running.map(({ run, column, hue }) => (
        <span
          key={run.flow_run_id}
          className={classes.lane}
          data-hue={hue}
          data-first={sequence === run.first_sequence || undefined}
          data-last={sequence === run.last_sequence || undefined}
          style={{ left: column * laneWidth }}
        >
          {'event' in props && props.event.flow_run_id === run.flow_run_id && (
            <span className={classes.mark} data-role={props.event.role ?? 'milestone'} />
          )}
        </span>
      ))}
    </span>
  );
}
