import { Select } from '@mantine/core';
import { browserZone, defaultZone, keepOwnZone } from '../url/zone-search.js';
import classes from './zone-choice.module.css';

export interface ZoneChoiceProps {
  zone: string;
  onChoose: (zone: string) => void;
}

/** The time zone of days; the choice is kept in this browser for visits without a shared URL. */
export function ZoneChoice({ zone, onChoose }: ZoneChoiceProps) {
  const likely = [...new Set([defaultZone, browserZone(), zone])];
  const others = Intl.supportedValuesOf('timeZone').filter((one) => !likely.includes(one));
  return (
    <Select
      className={classes.choice ?? ''}
      label="Time zone"
      size="xs"
      searchable
      allowDeselect={false}
      limit={100}
      nothingFoundMessage="No such zone"
      // What is typed replaces the zone.
      onClick={(event) => event.currentTarget.select()}
      comboboxProps={{ withinPortal: false }}
      data={[...likely, ...others]}
      value={zone}
      onChange={(chosen) => {
        if (chosen === null) return;
        keepOwnZone(chosen);
        onChoose(chosen);
      }}
    />
  );
}
