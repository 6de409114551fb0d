import { TextInput } from '@mantine/core';
import { useId } from 'react';

export interface SuggestedInputProps {
  label: string;
  description?: string;
  suggestions: readonly string[];
  value: string;
  onChange: (value: string) => void;
}

/** A text field that suggests known values; others can be entered too. */
export function SuggestedInput({
  label,
  description,
  suggestions,
  value,
  onChange,
}: SuggestedInputProps) {
  const id = useId();
  return (
    <div>
      <TextInput
        label={label}
        description={description}
        list={id}
        maxLength={512}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={id}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </div>
  );
}
