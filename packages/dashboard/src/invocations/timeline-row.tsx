import { formatDuration, formatOffset } from '@sonde/analytics/format';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import type { TimelineEvent } from '../api/responses.js';
import { DoubtfulTime } from './doubtful-time.js';
import { EventDetail } from './event-detail.js';
import { ownProperties } from './own-properties.js';
import { formatValue } from './property-list.js';
import classes from './timeline.module.css';

const roleWords: Record<NonNullable<TimelineEvent['role']>, string> = {
  started: 'starts',
  milestone: 'milestone of',
  completed: 'completes',
  aborted: 'aborts',
  failed: 'fails',
};

export interface TimelineRowProps {
  event: TimelineEvent;
  sincePreviousMs: number;
  base: Record<string, unknown>;
  /** Title of the event's flow; null if it belongs to none. */
  flowTitle: string | null;
  /** Whether to mark a doubtful time here; false if the timeline marks all events. */
  saysDoubt: boolean;
  /** The lanes beside this line. */
  gutter: ReactNode;
  /** Whether the address names this event: then it is scrolled into view. */
  isTarget: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

/** One event: a line that opens to its own properties and the stored event. */
export function TimelineRow(props: TimelineRowProps) {
  const { event, sincePreviousMs, base, flowTitle, saysDoubt, gutter, isOpen, onToggle } = props;
  const { isTarget } = props;
  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isTarget) row.current?.scrollIntoView({ block: 'center' });
  }, [isTarget]);
  const own = ownProperties(event.properties, base);
  const facts = Object.entries(own).filter(([, value]) => value !== null);
  return (
    <li
      ref={row}
      data-target={isTarget || undefined}
      className={classes.event}
      data-event={event.event}
      data-sequence={event.sequence}
      data-role={event.role ?? undefined}
    >
      {gutter}
      <div className={classes.body}>
        <button
          type="button"
          className={classes.line}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
        >
          <span className={classes.sequence} title="Sequence">
            {event.sequence}
          </span>
          <span
            className={classes.offset}
            title={`${formatDuration(sincePreviousMs)} after the previous event`}
          >
            {formatOffset(event.offset_ms)}
          </span>
          <span className={classes.text}>
            <span className={classes.name}>{event.event}</span>
            {saysDoubt && event.doubtful_time && <DoubtfulTime />}
            {event.role !== null && flowTitle !== null && (
              <span className={classes.role} data-role={event.role}>
                {roleWords[event.role]} <q>{flowTitle}</q>
              </span>
            )}
            <span className={classes.facts}>
              {facts.slice(0, 5).map(([name, value]) => (
                <span key={name} className={classes.fact}>
                  {name.replace(/_ms$/, '')} <b>{formatFact(name, value)}</b>
                </span>
              ))}
            </span>
          </span>
          <IconChevronRight className={classes.chevron} size={15} stroke={1.8} aria-hidden />
        </button>
        {isOpen && (
          <div id={id} className={classes.detail}>
            <EventDetail event={event} own={own} />
          </div>
        )}
      </div>
    </li>
  );
}

/** A value in the line, with a readable duration; the open event has the number. */
function formatFact(name: string, value: unknown): string {
  return name.endsWith('_ms') && typeof value === 'number'
    ? formatDuration(value)
    : formatValue(value);
}
