import { Select, TextInput } from '@mantine/core';
import {
  formatFunnelEvent,
  formatPropertyCondition,
  parseFunnelEvent,
  parsePropertyCondition,
} from '@sonde/analytics/format';
import { useState } from 'react';
import classes from './event-choice.module.css';

export interface EventChoiceProps {
  /** What it chooses, for screen readers. */
  label: string;
  placeholder: string;
  /** Names of the events seen. */
  events: readonly string[];
  /** `<event>` or `<event>?<condition>`; undefined: none yet. */
  value: string | undefined;
  onChange: (value: string) => void;
  /** Set if the choice can be cleared. */
  onClear?: () => void;
}

/** Chooses an event by a search in those seen, and a condition on one of its properties. */
export function EventChoice(props: EventChoiceProps) {
  const { label, placeholder, events, value, onChange, onClear } = props;
  const chosen = value === undefined ? undefined : (parseFunnelEvent(value) ?? { event: value });
  const listed =
    chosen === undefined || events.includes(chosen.event) ? events : [chosen.event, ...events];
  return (
    <div className={classes.choice}>
      <Select
        size="xs"
        className={classes.event ?? ''}
        aria-label={label}
        placeholder={placeholder}
        searchable
        clearable={onClear !== undefined}
        clearButtonProps={{ 'aria-label': `Clear ${label}` }}
        allowDeselect={false}
        limit={100}
        nothingFoundMessage="No such event was seen"
        data={[...listed]}
        value={chosen?.event ?? null}
        onChange={(event) => {
          if (event === null) onClear?.();
          else if (event !== chosen?.event) onChange(formatFunnelEvent({ event }));
        }}
      />
      {chosen !== undefined && value !== undefined && (
        <ConditionInput
          key={value}
          label={`Condition of ${label}`}
          condition={
            chosen.condition === undefined ? '' : formatPropertyCondition(chosen.condition)
          }
          onChange={(text) => {
            const condition = parsePropertyCondition(text);
            onChange(
              formatFunnelEvent({ event: chosen.event, ...(condition !== null && { condition }) }),
            );
          }}
        />
      )}
    </div>
  );
}

interface ConditionInputProps {
  label: string;
  condition: string;
  /** Called with a valid condition, or with an empty text. */
  onChange: (text: string) => void;
}

/** Takes effect when it is left, or with Enter. */
function ConditionInput({ label, condition, onChange }: ConditionInputProps) {
  const [text, setText] = useState(condition);
  const [error, setError] = useState<string>();
  function apply() {
    const next = text.trim();
    const isValid = next === '' || parsePropertyCondition(next) !== null;
    setError(isValid ? undefined : 'Write it like plan:"pro", files:1..10 or ok:true');
    if (isValid && next !== condition) onChange(next);
  }
  return (
    <TextInput
      size="xs"
      className={classes.condition ?? ''}
      aria-label={label}
      placeholder={'Any; or plan:"pro"'}
      value={text}
      error={error}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
      }}
    />
  );
}
