import { IconClockQuestion } from '@tabler/icons-react';
import classes from './doubtful-time.module.css';

/** Marks the time of an event, or of all events of a timeline, as unreliable. */
export function DoubtfulTime({ ofAll = false }: { ofAll?: boolean }) {
  return (
    <span
      className={classes.doubtful}
      data-doubtful-time={ofAll ? 'all' : ''}
      title={`${ofAll ? 'Their corrected times are' : 'Its corrected time is'} far from the arrival: a late delivery or a wrong clock`}
    >
      <IconClockQuestion size={14} stroke={1.8} aria-hidden />
      {ofAll ? 'doubtful times' : 'doubtful time'}
    </span>
  );
}
