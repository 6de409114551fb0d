import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type DeadLetter,
  deadLettersQuery,
  settleDeadLetters,
} from '../../api/forwarder-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatInstant } from '../../format/time.js';
import { useProject } from '../../projects/project.js';
import { CodeBlock } from '../../state/code-block.js';
import { Loaded } from '../../state/loaded.js';
import { ProblemNote } from '../../state/problem-note.js';
import settings from '../settings.module.css';
import { ShowMore } from '../show-more.js';
import classes from './forwarders.module.css';

interface Act {
  act: 'replay' | 'drop';
  /** Undefined means all. */
  insertIds?: string[];
}

/** The events that a destination refused, with what can be done about them. */
export function DeadLetterList({
  forwarder,
  canSettle,
}: {
  forwarder: string;
  canSettle: boolean;
}) {
  const project = useProject();
  const [isSure, setSure] = useState(false);
  const query = useInfiniteQuery(deadLettersQuery(project.id, forwarder));
  const settle = useTeamAct(({ act, insertIds }: Act) =>
    settleDeadLetters(project.id, forwarder, act, insertIds),
  );
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const letters = pages.flatMap((page) => page.dead_letters);
        if (letters.length === 0) return <p>There are none any more.</p>;
        return (
          <div className={classes.letters}>
            {canSettle && (
              <div className={classes.acts}>
                <Button
                  size="xs"
                  disabled={settle.isPending}
                  onClick={() => settle.mutate({ act: 'replay' })}
                >
                  Replay all
                </Button>
                <Button
                  size="xs"
                  {...(isSure ? { color: 'red.9' } : { variant: 'default' })}
                  disabled={settle.isPending}
                  onClick={() => (isSure ? settle.mutate({ act: 'drop' }) : setSure(true))}
                >
                  {isSure ? 'Yes, drop all for good' : 'Drop all'}
                </Button>
              </div>
            )}
            {isSure && <p>The destination will never get these events.</p>}
            <ProblemNote error={settle.error} />
            <ul className={classes.letterList}>
              {letters.map((letter) => (
                <Letter
                  key={letter.insert_id}
                  letter={letter}
                  onSettle={
                    canSettle && letter.state === 'dead' && !settle.isPending
                      ? (act) => settle.mutate({ act, insertIds: [letter.insert_id] })
                      : undefined
                  }
                />
              ))}
            </ul>
            <ShowMore query={query} />
          </div>
        );
      }}
    </Loaded>
  );
}

interface LetterProps {
  letter: DeadLetter;
  onSettle: ((act: Act['act']) => void) | undefined;
}

function Letter({ letter, onSettle }: LetterProps) {
  const { event, code, insert_id, refused_at, state, body } = letter;
  return (
    <li className={classes.letter} data-dead-letter={insert_id}>
      <div className={classes.letterHead}>
        <strong>{event}</strong>
        <span className={classes.quiet}>
          {state === 'waiting' ? 'to be replayed' : code}, {formatInstant(refused_at)}
        </span>
        {onSettle !== undefined && (
          <span className={classes.acts}>
            <Button variant="default" size="compact-xs" onClick={() => onSettle('replay')}>
              Replay
            </Button>
            <Button variant="default" size="compact-xs" onClick={() => onSettle('drop')}>
              Drop
            </Button>
          </span>
        )}
      </div>
      {body === null ? (
        <p className={settings.sub}>The event has been deleted.</p>
      ) : (
        <details>
          <summary>Event</summary>
          <CodeBlock code={JSON.stringify(body, undefined, 2)} what="event" />
        </details>
      )}
    </li>
  );
}
