import type { TimelineEvent } from '../api/responses.js';
import { formatInstant } from '../format/time.js';
import { CopyButton } from '../state/copy-button.js';
import { useZone } from '../url/use-scope.js';
import classes from './event-detail.module.css';
import { PropertyList } from './property-list.js';

/** An event's own properties, its times, and the whole stored event. */
export function EventDetail({
  event,
  own,
}: {
  event: TimelineEvent;
  own: Record<string, unknown>;
}) {
  const zone = useZone();
  const raw = JSON.stringify(event.raw, null, 2);
  return (
    <div className={classes.detail}>
      <section>
        <h3 className={classes.title}>Its own properties</h3>
        {Object.keys(own).length === 0 ? (
          <p className={classes.none}>None: it says only that it happened.</p>
        ) : (
          <PropertyList properties={own} />
        )}
        <h3 className={classes.title}>Times</h3>
        <PropertyList
          properties={{
            recorded: withMilliseconds(event.timestamp, zone),
            corrected: withMilliseconds(event.corrected_time, zone),
            received: withMilliseconds(event.received_at, zone),
          }}
        />
      </section>
      <section className={classes.rawSection}>
        <h3 className={classes.title}>As stored</h3>
        <div className={classes.raw}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable with the keyboard */}
          <section tabIndex={0} aria-label={`Event ${event.sequence} as JSON`}>
            <pre>{raw}</pre>
          </section>
          <CopyButton text={raw} what="event" />
        </div>
      </section>
    </div>
  );
}

/** The instant with milliseconds, which distinguish events of one invocation. */
function withMilliseconds(time: string, zone: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const milliseconds = String(date.getUTCMilliseconds()).padStart(3, '0');
  return formatInstant(time, zone).replace(/(:\d\d) /, `$1.${milliseconds} `);
}
