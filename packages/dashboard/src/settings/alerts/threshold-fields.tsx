import { NativeSelect, TextInput } from '@mantine/core';
import { type AlertDraft, readHours, readValue, readWhole } from './alert-draft.js';
import classes from './alerts.module.css';
import { isRate, type Measure, measureNames } from './describe-alert.js';
import { SuggestedInput } from './suggested-input.js';
import { useSuggestions } from './use-suggestions.js';

export interface ThresholdFieldsProps {
  draft: AlertDraft;
  onChange: (part: Partial<AlertDraft>) => void;
}

const measures = Object.entries(measureNames).map(([value, label]) => ({ value, label }));

/** The number that is watched, and when it is reported. */
export function ThresholdFields({ draft, onChange }: ThresholdFieldsProps) {
  const { measure, is, value, windowHours, minRuns } = draft;
  const { commands, flows, errorClasses } = useSuggestions(measure);
  const inPercent = isRate(measure);
  return (
    <>
      <SuggestedInput
        label="Command"
        description="Empty: every command."
        suggestions={commands}
        value={draft.command}
        onChange={(command) => onChange({ command })}
      />
      <NativeSelect
        label="Number"
        data={measures}
        value={measure}
        onChange={(event) => onChange({ measure: event.currentTarget.value as Measure })}
      />
      {measure === 'error_share' && (
        <SuggestedInput
          label="Error class"
          suggestions={errorClasses}
          value={draft.errorClass}
          onChange={(errorClass) => onChange({ errorClass })}
        />
      )}
      {measure === 'flow_completion' && (
        <SuggestedInput
          label="Flow"
          suggestions={flows}
          value={draft.flow}
          onChange={(flow) => onChange({ flow })}
        />
      )}
      <div className={classes.pair}>
        <NativeSelect
          label="Is"
          data={[
            { value: 'below', label: 'below' },
            { value: 'above', label: 'above' },
          ]}
          value={is}
          onChange={(event) => onChange({ is: event.currentTarget.value as AlertDraft['is'] })}
        />
        <TextInput
          label={inPercent ? 'Percent' : 'Value'}
          inputMode="decimal"
          maxLength={15}
          error={
            readValue(draft) === undefined &&
            (inPercent ? 'A number from 0 to 100.' : 'A number from 0.')
          }
          value={value}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
        <TextInput
          label="In the last hours"
          inputMode="numeric"
          maxLength={3}
          error={readHours(windowHours) === undefined && 'A whole number from 1 to 168.'}
          value={windowHours}
          onChange={(event) => onChange({ windowHours: event.currentTarget.value })}
        />
        {inPercent && (
          <TextInput
            label="With runs, at least"
            inputMode="numeric"
            maxLength={15}
            error={readWhole(minRuns) === undefined && 'A whole number from 0.'}
            value={minRuns}
            onChange={(event) => onChange({ minRuns: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  );
}
