import { type Change, none } from '@sonde/analytics/format';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import classes from './change-note.module.css';

export interface ChangeNoteProps {
  change: Change | null;
  /** Which direction is good; `neither` if it depends. */
  better: 'up' | 'down' | 'neither';
  /** The previous value, for a tooltip. */
  before: string;
  /** Without words, for tables. */
  isShort?: boolean;
}

/** Change of a total since the previous period: an arrow, a colour and words. */
export function ChangeNote({ change, better, before, isShort = false }: ChangeNoteProps) {
  if (change === null) {
    if (isShort) return <span className={classes.note}>{none}</span>;
    return <span className={classes.note}>no earlier data</span>;
  }
  if (change.direction === 'same') return <span className={classes.note}>unchanged</span>;
  const mood = better === 'neither' ? undefined : change.direction === better ? 'good' : 'bad';
  const Arrow = change.direction === 'up' ? IconArrowUpRight : IconArrowDownRight;
  return (
    <span className={classes.note} title={`${before} in the previous period`}>
      <span className={classes.change} data-mood={mood}>
        <Arrow size={14} stroke={2} aria-hidden />
        <span className={classes.hidden}>{change.direction} </span>
        {change.text}
      </span>
      {!isShort && ' vs. before'}
    </span>
  );
}
