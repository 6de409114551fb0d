import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconPlugConnectedX,
  IconQuestionMark,
} from '@tabler/icons-react';
import type { InvocationStatus, Outcome } from '../api/responses.js';
import classes from './outcome.module.css';
import type { Tone } from './share-bar.js';

interface Look {
  label: string;
  tone: Tone;
  icon: typeof IconCircleCheck;
  /** The word's meaning, for a tooltip. */
  meaning: string;
}

export const statusLooks: Record<InvocationStatus, Look> = {
  succeeded: {
    label: 'Succeeded',
    tone: 'good',
    icon: IconCircleCheck,
    meaning: 'Ended with success',
  },
  failed: { label: 'Failed', tone: 'bad', icon: IconCircleX, meaning: 'Ended with an error' },
  cancelled: {
    label: 'Cancelled',
    tone: 'warn',
    icon: IconCircleMinus,
    meaning: 'Cancelled by the user',
  },
  vanished: {
    label: 'Vanished',
    tone: 'gone',
    icon: IconPlugConnectedX,
    meaning: 'The process was killed before it could report its end',
  },
  running: {
    label: 'Running',
    tone: 'unknown',
    icon: IconCircleDashed,
    meaning: 'Its end has not arrived',
  },
};

/** Of a run whose arguments were refused, which has no status. */
export const rejectedLook: Look = {
  label: 'Refused',
  tone: 'warn',
  icon: IconCircleMinus,
  meaning: 'The tool refused the arguments and ran nothing',
};

export const outcomeLooks: Record<Outcome, Look> = {
  completed: {
    label: 'Completed',
    tone: 'good',
    icon: IconCircleCheck,
    meaning: 'Reached its goal',
  },
  aborted: {
    label: 'Aborted',
    tone: 'warn',
    icon: IconCircleMinus,
    meaning: 'Stopped by the user or by a rule',
  },
  failed: { label: 'Failed', tone: 'bad', icon: IconCircleX, meaning: 'Stopped by an error' },
  vanished: {
    label: 'Vanished',
    tone: 'gone',
    icon: IconPlugConnectedX,
    meaning: 'The process died',
  },
  incomplete: {
    label: 'Incomplete',
    tone: 'unknown',
    icon: IconQuestionMark,
    meaning: 'Its end has not arrived',
  },
};

/** A word with an icon and a colour, so that one of them is enough. */
export function Badge({ look }: { look: Look }) {
  const Icon = look.icon;
  return (
    <span className={classes.badge} data-tone={look.tone} title={look.meaning}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {look.label}
    </span>
  );
}
