import { VisuallyHidden } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { useState } from 'react';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { outcomeLooks } from '../layout/outcome.js';
import type { Stop } from './stop.js';
import classes from './stop-list.module.css';

/** Number of kinds shown at first. */
const shownAtFirst = 8;

export interface StopListProps {
  flow: string;
  stageId: string;
  stops: Stop[];
  /** All runs that stopped at the stage. */
  total: number;
}

/** Why runs stopped at a stage: each kind with its count, as a link. */
export function StopList({ flow, stageId, stops, total }: StopListProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? stops : stops.slice(0, shownAtFirst);
  return (
    <ul className={classes.list} aria-label="Stopped here">
      {stops.length > 1 && (
        <li>
          <InvocationsLink filter={{ flow, flow_stopped_at: stageId }} className={classes.total}>
            −{formatCount(total)}
            <VisuallyHidden> {total === 1 ? 'run' : 'runs'} stopped here</VisuallyHidden>
          </InvocationsLink>
        </li>
      )}
      {shown.map((stop) => (
        <StopEntry key={stop.id} stop={stop} />
      ))}
      {shown.length < stops.length && (
        <li>
          <button type="button" className={classes.more} onClick={() => setWhole(true)}>
            {stops.length - shown.length} more
          </button>
        </li>
      )}
    </ul>
  );
}

function StopEntry({ stop }: { stop: Stop }) {
  const { label, tone, icon: Icon } = outcomeLooks[stop.outcome];
  const cause = stop.cause === '' ? 'not said' : stop.cause;
  return (
    <li className={classes.item} data-stop={stop.id} data-runs={stop.runs}>
      <InvocationsLink filter={stop.filter} className={classes.stop}>
        <span className={classes.icon} data-tone={tone} title={label} aria-hidden>
          <Icon size={14} stroke={1.9} />
        </span>
        <span className={classes.cause} title={cause === null ? undefined : `${label}: ${cause}`}>
          {cause !== null && <VisuallyHidden>{label}, </VisuallyHidden>}
          {cause ?? label}
          <VisuallyHidden>: </VisuallyHidden>
        </span>
        <span className={classes.runs}>
          {formatCount(stop.runs)}
          <VisuallyHidden> {stop.runs === 1 ? 'run' : 'runs'}</VisuallyHidden>
        </span>
      </InvocationsLink>
    </li>
  );
}
