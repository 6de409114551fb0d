import { Input, NativeSelect, SegmentedControl } from '@mantine/core';
import { formatDuration } from '@sonde/analytics/format';
import type { FunnelChoice } from '../url/funnel-search.js';
import { filterLabel, listFilters } from '../url/scope-search.js';
import { EventChoice } from './event-choice.js';
import classes from './funnel-settings.module.css';

const minute = 60_000;
const day = 1_440 * minute;
const windows = [minute, 10 * minute, 60 * minute, day, 7 * day, 30 * day, 90 * day];

export interface FunnelSettingsProps {
  choice: FunnelChoice;
  /** Names of the events seen. */
  events: readonly string[];
  onChange: (choice: FunnelChoice) => void;
}

/** What a funnel counts, within which time, without which event, and by which property. */
export function FunnelSettings({ choice, events, onChange }: FunnelSettingsProps) {
  const { per, window_ms, exclude, by } = choice;
  const defaultWindow = per === 'person' ? 7 * day : undefined;
  const shown = window_ms ?? defaultWindow;
  const listed =
    shown === undefined || windows.includes(shown)
      ? windows
      : [...windows, shown].sort((a, b) => a - b);
  return (
    <div className={classes.settings}>
      <Input.Wrapper size="xs" label="Count" labelElement="div">
        <SegmentedControl
          size="xs"
          aria-label="Count"
          data={[
            { value: 'invocation', label: 'Invocations' },
            { value: 'person', label: 'People' },
          ]}
          value={per ?? 'invocation'}
          onChange={(value) =>
            onChange({ ...choice, per: value === 'person' ? 'person' : undefined })
          }
          className={classes.choice ?? ''}
        />
      </Input.Wrapper>
      <NativeSelect
        size="xs"
        label="Within"
        value={shown ?? ''}
        data={[
          ...(per === 'person' ? [] : [{ value: '', label: 'Any time' }]),
          ...listed.map((ms) => ({ value: String(ms), label: formatDuration(ms) })),
        ]}
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value) || undefined;
          onChange({ ...choice, window_ms: chosen === defaultWindow ? undefined : chosen });
        }}
      />
      <NativeSelect
        size="xs"
        label="Broken down by"
        value={by ?? ''}
        data={[
          { value: '', label: 'Nothing' },
          ...listFilters.map((name) => ({ value: name, label: filterLabel(name) })),
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange({ ...choice, by: listFilters.find((name) => name === chosen) });
        }}
      />
      <Input.Wrapper
        size="xs"
        label="Without, between two steps"
        labelElement="div"
        className={classes.excluded ?? ''}
      >
        <EventChoice
          label="Excluded event"
          placeholder="No event is excluded"
          events={events}
          value={exclude}
          onChange={(text) => onChange({ ...choice, exclude: text })}
          onClear={() => onChange({ ...choice, exclude: undefined })}
        />
      </Input.Wrapper>
    </div>
  );
}
