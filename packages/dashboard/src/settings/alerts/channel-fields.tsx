import { Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import form from '../../layout/form.module.css';
import { type AlertDraft, isWebAddress } from './alert-draft.js';

export interface ChannelFieldsProps {
  draft: AlertDraft;
  /** Whether a mail server is configured. */
  canEmail: boolean;
  onChange: (part: Partial<AlertDraft>) => void;
}

/** Where the messages go. */
export function ChannelFields({ draft, canEmail, onChange }: ChannelFieldsProps) {
  const [wasLeft, setLeft] = useState(false);
  const isWrong = wasLeft && draft.url.trim() !== '' && !isWebAddress(draft.url);
  return (
    <>
      <Radio.Group
        label="Send to"
        value={draft.channel}
        onChange={(channel) => onChange({ channel: channel as AlertDraft['channel'] })}
      >
        <div className={form.choices}>
          <Radio value="webhook" label="A webhook" description="A signed request with JSON." />
          <Radio
            value="email"
            label="E-mail"
            disabled={!canEmail}
            description={
              canEmail
                ? 'As plain text.'
                : 'No mail server is configured: declare one under alerts in the configuration file.'
            }
          />
        </div>
      </Radio.Group>
      {draft.channel === 'webhook' ? (
        <TextInput
          label="Address"
          placeholder="https://example.org/sonde"
          inputMode="url"
          maxLength={2048}
          error={isWrong && 'A full address that begins with https:// or http://.'}
          onBlur={() => setLeft(true)}
          value={draft.url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          label="E-mail addresses"
          description="Up to ten, with commas between them."
          inputMode="email"
          maxLength={2600}
          value={draft.to}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
        />
      )}
    </>
  );
}
