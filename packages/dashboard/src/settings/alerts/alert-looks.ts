import { IconBellRinging, IconCircleCheck, IconPlayerPause } from '@tabler/icons-react';

export const alertLooks = {
  open: {
    label: 'Open incident',
    tone: 'bad',
    icon: IconBellRinging,
    meaning: 'The condition is met',
  },
  quiet: {
    label: 'No open incident',
    tone: 'good',
    icon: IconCircleCheck,
    meaning: 'The condition was not met when it was last looked at',
  },
  paused: {
    label: 'Paused',
    tone: 'unknown',
    icon: IconPlayerPause,
    meaning: 'Its condition is not looked at, and nothing is sent',
  },
} as const;
