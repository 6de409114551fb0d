import { Button } from '@mantine/core';
import { formatCount, formatDuration, formatQuantity } from '@sonde/analytics/format';
import { type Forwarder, setPaused } from '../../api/forwarder-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatAgo, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { Badge } from '../../layout/outcome.js';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { ProblemNote } from '../../state/problem-note.js';
import { BackfillForm } from './backfill-form.js';
import { BackfillProgress } from './backfill-progress.js';
import { DeadLetterList } from './dead-letter-list.js';
import { forwarderLooks, typeNames } from './forwarder-looks.js';
import classes from './forwarders.module.css';

/** One forwarder: how far it is, what fails, and what can be done. */
export function ForwarderPanel({ forwarder }: { forwarder: Forwarder }) {
  const project = useProject();
  const isAdministrator = project.role === 'administrator';
  const { subject, isOpen, open, close } = useDialog<'backfill' | 'dead letters'>();
  const { id, state, lag, failure, dead_letters, replaying, deletions } = forwarder;
  const isPaused = state === 'paused';
  const change = useTeamAct((pause: boolean) => setPaused(project.id, id, pause));
  const now = Date.now();
  return (
    <Panel
      title={id}
      note={
        forwarder.host === null
          ? typeNames[forwarder.type]
          : `${typeNames[forwarder.type]}, ${forwarder.host}`
      }
    >
      <div className={classes.body} data-forwarder={id} data-state={state}>
        <dl className={classes.facts}>
          <div>
            <dt>State</dt>
            <dd>
              <Badge look={forwarderLooks[state]} />
            </dd>
          </div>
          <div>
            <dt>Behind</dt>
            <dd data-testid="lag">
              {lag.events === 0
                ? 'Nothing'
                : `${formatQuantity(lag.events, 'event')}, ${formatDuration(lag.seconds * 1000)}`}
            </dd>
          </div>
          <div>
            <dt>Sent</dt>
            <dd>
              {formatCount(forwarder.sent)}
              {forwarder.last_sent_at !== null && (
                <span className={classes.quiet} title={formatInstant(forwarder.last_sent_at)}>
                  , last {formatAgo(forwarder.last_sent_at, now)}
                </span>
              )}
            </dd>
          </div>
          <div>
            <dt>Retried</dt>
            <dd>{formatQuantity(forwarder.retried, 'request')}</dd>
          </div>
          <div>
            <dt>Dead letters</dt>
            <dd>
              {formatCount(dead_letters)}
              {replaying > 0 && (
                <span className={classes.quiet}> and {formatCount(replaying)} to be replayed</span>
              )}
              {dead_letters + replaying > 0 && (
                <Button
                  className={classes.show}
                  variant="default"
                  size="compact-xs"
                  aria-label={`Show dead letters of ${id}`}
                  onClick={() => open('dead letters')}
                >
                  Show
                </Button>
              )}
            </dd>
          </div>
        </dl>
        {failure !== null && (
          <p className={classes.failure} data-testid="failure">
            <strong>{failure.reason}</strong>
            {state === 'failing' && ' – the key was refused'}, for{' '}
            <span title={formatInstant(failure.since)}>
              {formatElapsed(now - Date.parse(failure.since))}
            </span>
            . Nothing is lost: its events wait in the store.
          </p>
        )}
        {deletions.waiting > 0 && (
          <p className={classes.failure} data-testid="deletions">
            {formatQuantity(deletions.waiting, 'deletion')} of persons not passed on yet
            {isPaused && ', since the forwarder is paused'}
            {deletions.reason !== null && (
              <>
                : <strong>{deletions.reason}</strong>
              </>
            )}
            .
          </p>
        )}
        {forwarder.backfill !== null && (
          <BackfillProgress
            forwarder={id}
            backfill={forwarder.backfill}
            canCancel={isAdministrator}
          />
        )}
        <ProblemNote error={change.error} />
        {isAdministrator && (
          <div className={classes.acts}>
            {(state === 'retrying' || state === 'failing') && (
              <Button size="xs" loading={change.isPending} onClick={() => change.mutate(false)}>
                Retry now
              </Button>
            )}
            <Button
              size="xs"
              variant="default"
              aria-label={`${isPaused ? 'Resume' : 'Pause'} ${id}`}
              disabled={change.isPending}
              onClick={() => change.mutate(!isPaused)}
            >
              {isPaused ? 'Resume' : 'Pause'}
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={`Backfill ${id}`}
              disabled={forwarder.backfill?.state === 'running'}
              onClick={() => open('backfill')}
            >
              Backfill
            </Button>
          </div>
        )}
      </div>
      <Dialog
        title={subject === 'backfill' ? `Backfill ${id}` : `Dead letters of ${id}`}
        isOpen={isOpen}
        onClose={close}
      >
        {subject === 'backfill' && <BackfillForm forwarder={id} onClose={close} />}
        {subject === 'dead letters' && (
          <DeadLetterList forwarder={id} canSettle={isAdministrator} />
        )}
      </Dialog>
    </Panel>
  );
}

function formatElapsed(milliseconds: number): string {
  return milliseconds < 60_000 ? 'less than a minute' : formatDuration(milliseconds);
}
