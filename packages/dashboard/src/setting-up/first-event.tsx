import { Button } from '@mantine/core';
import { IconBroadcast, IconKey } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { client, responseOf } from '../api/client.js';
import type { NewKey } from '../api/team.js';
import { useTeamAct } from '../api/use-team-act.js';
import { needsKey } from '../projects/needs-key.js';
import { useProject } from '../projects/project.js';
import { useSession } from '../session/session.js';
import { CodeBlock } from '../state/code-block.js';
import { ProblemNote } from '../state/problem-note.js';
import state from '../state/state.module.css';
import { OwnTool } from './own-tool.js';
import classes from './setting-up.module.css';
import { Waiting } from './waiting.js';
import { waysToStart } from './ways-to-start.js';

/** Placeholder for a key in the code. */
const keyPlaceholder = '<write key>';

/** Shown until the project has received its first event: the code to paste, and what went wrong. */
export function FirstEvent() {
  const project = useProject();
  const session = useSession();
  const createKey = useTeamAct(() =>
    responseOf(
      client.POST('/api/v1/projects/{project}/keys', {
        params: { path: { project: project.id } },
        body: { name: `First event, ${new Date().toISOString().slice(0, 19)}`, kind: 'write' },
      }),
    ),
  );
  if (project.archived) {
    return (
      <div className={state.state} data-testid="empty-no-events">
        <IconBroadcast className={state.quietIcon} size={28} stroke={1.5} aria-hidden />
        <h2>No events</h2>
        <p className={state.text}>The project received no events before it was archived.</p>
      </div>
    );
  }
  const isKeyNeeded = needsKey(session, project);
  const key = isKeyNeeded ? (createKey.data?.key ?? keyPlaceholder) : undefined;
  const { origin } = globalThis.location;
  return (
    <div className={classes.page} data-testid="empty-no-events">
      <header className={classes.head}>
        <h2>No events yet</h2>
        <p>
          {isKeyNeeded ? `${project.title} is ready` : 'This collector is ready'} and has stored no
          event so far. This page shows the first event as soon as it arrives.
        </p>
        <Waiting />
      </header>
      <section className={classes.own}>
        <h3>From your tool</h3>
        {key === undefined && (
          <p>No key is needed: only programs on this machine can send to this collector.</p>
        )}
        {key === keyPlaceholder && <KeyNeeded createKey={createKey} />}
        {createKey.data !== undefined && (
          <div className={classes.newKey}>
            <p>The key is in the code below. It is not shown again.</p>
            <CodeBlock code={createKey.data.key} what="key" />
          </div>
        )}
        <OwnTool program={{ endpoint: origin, key }} />
      </section>
      <section className={classes.others}>
        {waysToStart({ origin, key, isOpen: session.mode === 'open' }).map(
          ({ title, text, code, copied }) => (
            <div key={title} className={classes.way}>
              <h3>{title}</h3>
              <p>{text}</p>
              <CodeBlock code={code} copied={copied ?? code} what="code" />
            </div>
          ),
        )}
      </section>
    </div>
  );
}

/** Creates a key in one click, for people who may; others see whom to ask. */
function KeyNeeded({ createKey }: { createKey: ReturnType<typeof useTeamAct<NewKey>> }) {
  const project = useProject();
  if (project.role !== 'administrator') {
    return (
      <p>A tool needs a write key to send here. Ask an administrator of the project for one.</p>
    );
  }
  return (
    <>
      <p>A tool needs a write key to send here. A new one is put into the code below.</p>
      <div className={classes.actions}>
        <Button
          size="xs"
          leftSection={<IconKey size={15} stroke={1.8} aria-hidden />}
          loading={createKey.isPending}
          onClick={() => createKey.mutate()}
        >
          Create a key
        </Button>
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => (
            <Link to="/settings/keys" search={{ project: project.id }} {...props} />
          )}
        >
          See all keys
        </Button>
      </div>
      <ProblemNote error={createKey.error} />
    </>
  );
}
