import { TextInput, type TextInputProps } from '@mantine/core';

export interface NameFieldProps extends Pick<TextInputProps, 'description' | 'placeholder'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** The name in a dialog, of as many characters as the API takes; it has the focus at first. */
export function NameField({ onChange, ...props }: NameFieldProps) {
  return (
    <TextInput
      {...props}
      required
      withAsterisk={false}
      data-autofocus
      maxLength={128}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
