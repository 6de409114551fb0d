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
import { ConfirmDrop } from './confirm-drop.js';
import classes from './forwarders.module.css';

/** The events that a destination refused, with what can be done about them. */
export function DeadLetterList({
  forwarder,
  canSettle,
}: {
  forwarder: string;
  canSettle: boolean;
}) {
  const project = useProject();
  const [dropping, setDropping] = useState<DeadLetter | 'all'>();
  const query = useInfiniteQuery(deadLettersQuery(project.id, forwarder));
  const replay = useTeamAct((insertIds: string[] | undefined) =>
    settleDeadLetters(project.id, forwarder, 'replay', insertIds),
  );
  if (dropping !== undefined) {
    return (
      <ConfirmDrop
        forwarder={forwarder}
        letter={dropping === 'all' ? undefined : dropping}
        onClose={() => setDropping(undefined)}
      />
    );
  }
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
                  disabled={replay.isPending}
                  onClick={() => replay.mutate(undefined)}
                >
                  Replay all
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  disabled={replay.isPending}
                  onClick={() => setDropping('all')}
                >
                  Drop all
                </Button>
              </div>
            )}
            <ProblemNote error={replay.error} />
            <ul className={classes.letterList}>
              {letters.map((letter) => (
                <Letter
                  key={letter.insert_id}
                  letter={letter}
                  canSettle={canSettle && letter.state === 'dead' && !replay.isPending}
                  onReplay={() => replay.mutate([letter.insert_id])}
                  onDrop={() => setDropping(letter)}
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
  canSettle: boolean;
  onReplay: () => void;
  onDrop: () => void;
}

function Letter({ letter, canSettle, onReplay, onDrop }: LetterProps) {
  const { event, code, insert_id, refused_at, response, state, body } = letter;
  return (
    <li className={classes.letter} data-dead-letter={insert_id}>
      <div className={classes.letterHead}>
        <strong>{event}</strong>
        <span className={classes.quiet}>
          {state === 'waiting' ? 'to be replayed' : code}, {formatInstant(refused_at)}
        </span>
        {canSettle && (
          <span className={classes.acts}>
            <Button variant="default" size="compact-xs" onClick={onReplay}>
              Replay
            </Button>
            <Button variant="default" size="compact-xs" onClick={onDrop}>
              Drop
            </Button>
          </span>
        )}
      </div>
      <span className={`${settings.id} ${classes.quiet}`}>{insert_id}</span>
      {response !== null && (
        <p className={classes.response} data-testid="response">
          {response}
        </p>
      )}
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
