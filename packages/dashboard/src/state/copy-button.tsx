import { ActionIcon, Tooltip } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { copyText } from './copy-text.js';

/** How long it shows the result. */
const shownMs = 3_000;

/** Copies a text to the clipboard; `what` names it for screen readers. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  const { start } = useTimeout(() => setOutcome(undefined), shownMs);
  const copy = async () => {
    setOutcome((await copyText(text)) ? 'copied' : 'failed');
    start();
  };
  const label = {
    none: `Copy ${what}`,
    copied: 'Copied',
    failed: 'Not copied: select the text and press Ctrl+C',
  }[outcome ?? 'none'];
  return (
    <Tooltip label={label} opened={outcome === 'failed'} position="left" multiline maw={220}>
      <ActionIcon
        variant="subtle"
        color={outcome === 'copied' ? 'green' : 'gray'}
        size="md"
        m={5}
        aria-label={label}
        title={label}
        onClick={() => void copy()}
      >
        {outcome === undefined && <IconCopy size={15} stroke={1.7} />}
        {outcome === 'copied' && <IconCheck size={15} stroke={1.8} />}
        {outcome === 'failed' && <IconAlertTriangle size={15} stroke={1.8} />}
      </ActionIcon>
    </Tooltip>
  );
}
