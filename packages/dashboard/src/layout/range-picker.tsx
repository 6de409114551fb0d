import { Button, Popover, Skeleton } from '@mantine/core';
import { dayIn } from '@sonde/analytics/format';
import { IconCalendar, IconCheck, IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import {
  defaultPreset,
  describeRange,
  presetLabel,
  presets,
  type RangeSearch,
} from '../url/date-range.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useSetScope } from '../url/use-scope.js';
import { readZone, zoneLabel, zoneOf } from '../url/zone-search.js';
import classes from './range-picker.module.css';

// Few visits need the calendar; it is loaded when the picker opens.
const DayRange = lazy(() =>
  import('./day-range.js').then((module) => ({ default: module.DayRange })),
);

const ZoneChoice = lazy(() =>
  import('./zone-choice.js').then((module) => ({ default: module.ZoneChoice })),
);

/** Chooses the range: a preset that moves with the clock, or days; and the zone of its days. */
export function RangePicker() {
  const scope = useScope();
  const setScope = useSetScope();
  const [isOpen, setOpen] = useState(false);
  const zone = zoneOf(scope);
  const dayOf = (time: string | undefined) =>
    time === undefined || time.length === 10 ? time : dayIn(zone, Date.parse(time));
  const isCustom = scope.from !== undefined;

  function choose(range: RangeSearch) {
    setScope(withRange(scope, range));
    setOpen(false);
  }

  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCalendar size={15} stroke={1.7} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden />}
          aria-label={`Range: ${describeRange(scope)} ${zoneLabel(zone)}`}
          onClick={() => setOpen(!isOpen)}
        >
          {describeRange(scope)} <span className={classes.zone}>{zoneLabel(zone)}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Range">
        <div className={classes.picker}>
          <ul className={classes.presets}>
            {presets.map((preset) => {
              const isChosen = !isCustom && preset === (scope.range ?? defaultPreset);
              return (
                <li key={preset}>
                  <button
                    type="button"
                    className={classes.preset}
                    aria-pressed={isChosen}
                    onClick={() => choose({ range: preset })}
                  >
                    {presetLabel(preset)}
                    {isChosen && <IconCheck size={14} aria-hidden />}
                  </button>
                </li>
              );
            })}
          </ul>
          <div className={classes.days}>
            <Suspense fallback={<Skeleton height={300} width={260} />}>
              <DayRange
                key={zone}
                zone={zone}
                from={dayOf(scope.from)}
                to={dayOf(scope.to)}
                onChoose={(from, to) => choose({ from, to })}
              />
              <ZoneChoice
                zone={zone}
                onChoose={(chosen) => setScope({ ...scope, zone: undefined, ...readZone(chosen) })}
              />
            </Suspense>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
