import { formatDay, formatInstant } from '../format/time.js';
import { useZone } from '../url/use-scope.js';

/** The day of an instant, which is its tooltip. */
export function Day({ time }: { time: string }) {
  const zone = useZone();
  return (
    <time dateTime={time} title={formatInstant(time, zone)}>
      {formatDay(time, Date.now(), zone)}
    </time>
  );
}
