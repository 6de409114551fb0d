import {
  IconAlertTriangle,
  IconCircleCheck,
  IconKeyOff,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { Forwarder } from '../../api/forwarder-queries.js';

export const typeNames: Record<Forwarder['type'], string> = {
  segment: 'Segment',
  amplitude: 'Amplitude',
  posthog: 'PostHog',
  webhook: 'Webhook',
  sonde: 'Collector',
};

export const forwarderLooks = {
  running: {
    label: 'Running',
    tone: 'good',
    icon: IconCircleCheck,
    meaning: 'The last request succeeded',
  },
  retrying: {
    label: 'Retrying',
    tone: 'warn',
    icon: IconAlertTriangle,
    meaning: 'The last request failed and is repeated',
  },
  failing: {
    label: 'Failing',
    tone: 'bad',
    icon: IconKeyOff,
    meaning: 'The destination refused the key',
  },
  paused: {
    label: 'Paused',
    tone: 'unknown',
    icon: IconPlayerPause,
    meaning: 'Nothing is sent until you resume it',
  },
} as const;
