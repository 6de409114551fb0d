import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { mostSteps } from '../url/funnel-search.js';
import { describeStep } from './describe-step.js';
import { EventChoice } from './event-choice.js';
import classes from './step-list.module.css';

export interface StepListProps {
  steps: readonly string[];
  /** Names of the events seen. */
  events: readonly string[];
  onChange: (steps: string[]) => void;
}

/** The steps of a funnel in order: each can be changed, moved and removed. */
export function StepList({ steps, events, onChange }: StepListProps) {
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<string>(undefined);
  // The focus stays on the step that the viewer moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when the steps have changed.
  useEffect(() => {
    if (moved.current === undefined) return;
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>(moved.current) ?? [];
    [...buttons].find(({ disabled }) => !disabled)?.focus();
    moved.current = undefined;
  }, [steps]);

  function move(from: number, to: number) {
    const next = [...steps];
    next.splice(to, 0, ...next.splice(from, 1));
    const direction = to < from ? 'up' : 'down';
    // At an end, only the other direction is left.
    const isAtEnd = to === (direction === 'up' ? 0 : steps.length - 1);
    moved.current = `[data-step="${to}"] [data-move${isAtEnd ? '' : `="${direction}"`}]`;
    onChange(next);
  }

  return (
    <ol className={classes.steps} ref={list} aria-label="Steps">
      {steps.map((step, i) => {
        const name = `step ${i + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step can occur twice.
          <li key={i} className={classes.step} data-step={i}>
            <span className={classes.place} aria-hidden>
              {i + 1}
            </span>
            <EventChoice
              label={`Step ${i + 1}`}
              placeholder="Choose an event"
              events={events}
              value={step}
              onChange={(text) => onChange(steps.map((one, at) => (at === i ? text : one)))}
            />
            <span className={classes.actions}>
              <ActionIcon
                variant="subtle"
                color="gray"
                data-move="up"
                aria-label={`Move ${name} up, ${describeStep(step)}`}
                disabled={i === 0}
                onClick={() => move(i, i - 1)}
              >
                <IconArrowUp size={15} stroke={1.7} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                data-move="down"
                aria-label={`Move ${name} down, ${describeStep(step)}`}
                disabled={i === steps.length - 1}
                onClick={() => move(i, i + 1)}
              >
                <IconArrowDown size={15} stroke={1.7} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${name}, ${describeStep(step)}`}
                onClick={() => onChange(steps.filter((_, at) => at !== i))}
              >
                <IconX size={15} stroke={1.7} aria-hidden />
              </ActionIcon>
            </span>
          </li>
        );
      })}
      {steps.length < mostSteps && (
        <li className={classes.step}>
          <span className={classes.place} aria-hidden>
            {steps.length + 1}
          </span>
          <EventChoice
            key={steps.length}
            label={`Step ${steps.length + 1}`}
            placeholder={steps.length === 0 ? 'Choose the first event' : 'Add a step'}
            events={events}
            value={undefined}
            onChange={(text) => onChange([...steps, text])}
          />
        </li>
      )}
    </ol>
  );
}
