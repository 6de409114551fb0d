import { Button, TextInput } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { ProblemNote } from '../state/problem-note.js';
import { useLiveEventName, useSetLiveEventName } from '../url/live-search.js';
import { useScope } from '../url/use-scope.js';
import { mostEvents } from './live-events.js';
import classes from './live-page.module.css';
import { LiveTable } from './live-table.js';
import { type LiveEvents, type LiveState, useLiveEvents } from './use-live-events.js';

const stateWords: Record<LiveState, string> = {
  connecting: 'Connecting …',
  open: 'Following',
  reconnecting: 'Connection lost; trying again. Events stored meanwhile will follow.',
  failed: 'Not following',
};

/** Events as they are stored, newest first. */
export function LivePage() {
  const event = useLiveEventName();
  const live = useLiveEvents(useScope(), event);
  const { list, state, error } = live;
  return (
    <Page
      title="Live"
      subtitle="Events as they are stored, newest first. The range does not apply."
    >
      {error !== null && <ProblemNote error={error} />}
      <Panel
        title={event ?? 'All events'}
        note={
          <span role="status" data-live-state={state}>
            {list.isPaused ? 'Paused' : stateWords[state]}
            {list.skipped > 0 &&
              `. Skipped ${formatQuantity(list.skipped, 'event')}: more arrived than could be shown`}
          </span>
        }
        aside={<Controls live={live} />}
        flush
      >
        {list.shown.length === 0 ? (
          <p className={classes.waiting}>
            {list.isPaused
              ? 'Paused before the first event.'
              : 'Waiting for the next event that matches. Run your tool to see it here.'}
          </p>
        ) : (
          <LiveTable events={list.shown} />
        )}
        {list.shown.length === mostEvents && (
          <p className={classes.waiting}>The newest {formatCount(mostEvents)} are shown.</p>
        )}
      </Panel>
    </Page>
  );
}

function Controls({ live: { list, change } }: { live: LiveEvents }) {
  const event = useLiveEventName();
  const setEvent = useSetLiveEventName();
  const [text, setText] = useState(event ?? '');
  return (
    <div className={classes.controls}>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          setEvent(text.trim());
        }}
      >
        <TextInput
          size="xs"
          aria-label="Event name"
          placeholder="Event name, then Enter"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onBlur={() => setEvent(text.trim())}
        />
      </form>
      {list.isPaused ? (
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => change({ kind: 'resume' })}
        >
          {list.waited === 0 ? 'Resume' : `Show ${formatQuantity(list.waited, 'new event')}`}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          onClick={() => change({ kind: 'pause' })}
        >
          Pause
        </Button>
      )}
    </div>
  );
}
