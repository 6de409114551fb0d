import { TextInput } from '@mantine/core';

export interface InviteeEmailProps {
  value: string;
  onChange: (email: string) => void;
}

/** The address that an invitation is for. */
export function InviteeEmail({ value, onChange }: InviteeEmailProps) {
  return (
    <TextInput
      label="Email"
      description="They sign in with it. No mail is sent."
      type="email"
      required
      withAsterisk={false}
      data-autofocus
      maxLength={320}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
