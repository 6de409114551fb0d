import '@mantine/dates/styles.css';
import { DatePicker } from '@mantine/dates';
import { dayIn } from '@sonde/analytics/format';
import { useState } from 'react';
import classes from './day-range.module.css';

export interface DayRangeProps {
  /** Days as `2026-10-01`. */
  from?: string | undefined;
  to?: string | undefined;
  /** Whether the first click already chooses that one day. Default false. */
  takesOneDay?: boolean;
  /** The zone of the days. Default `UTC`. */
  zone?: string;
  onChoose: (from: string, to: string) => void;
}

/** A calendar in which two clicks choose the first and the last day, both inclusive. */
export function DayRange(props: DayRangeProps) {
  const { from, to, takesOneDay = false, zone = 'UTC', onChoose } = props;
  const today = dayIn(zone, Date.now());
  const [days, setDays] = useState<[string | null, string | null]>([from ?? null, to ?? null]);
  return (
    <>
      <DatePicker
        type="range"
        size="sm"
        hideOutsideDates
        allowSingleDateInRange
        weekendDays={[]}
        value={days}
        defaultDate={to ?? today}
        maxDate={today}
        ariaLabels={{
          previousMonth: 'Month before',
          nextMonth: 'Next month',
          previousYear: 'Year before',
          nextYear: 'Next year',
          previousDecade: 'Decade before',
          nextDecade: 'Next decade',
        }}
        onChange={(chosen) => {
          setDays(chosen);
          const [first, last] = chosen;
          if (first !== null && last !== null) onChoose(first, last);
          else if (first !== null && takesOneDay) onChoose(first, first);
        }}
      />
      <p className={classes.note}>
        {days[0] !== null && days[1] === null
          ? takesOneDay
            ? 'This day is chosen. For several, choose the last one, too.'
            : 'Now choose the last day.'
          : `First and last day, in ${zone}.`}
      </p>
    </>
  );
}
