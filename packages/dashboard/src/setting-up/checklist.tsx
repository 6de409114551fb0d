import { ActionIcon } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FirstSteps } from '../api/responses.js';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { useScope, useZone } from '../url/use-scope.js';
import classes from './checklist.module.css';

type FirstRun = FirstSteps['invocation'];

/** What a new project has seen, and what it can try next. */
export function Checklist({ steps, onClose }: { steps: FirstSteps; onClose: () => void }) {
  const scope = useScope();
  const runs: { name: string; title: string; run: FirstRun; hint: ReactNode }[] = [
    {
      name: 'invocation',
      title: 'First event',
      run: steps.invocation,
      hint: 'Run a command of your tool.',
    },
    {
      name: 'flow',
      title: 'First flow',
      run: steps.flow,
      hint: (
        <>
          Declare what users set out to do, with its steps: <code>docs/sdk.md</code>, Flows.{' '}
          <Link to="/flows" search={scope} className={link.link}>
            Flows
          </Link>{' '}
          shows where they stop.
        </>
      ),
    },
    {
      name: 'failure',
      title: 'First failure',
      run: steps.failure,
      hint: (
        <>
          Run a command that fails. Its error class appears under{' '}
          <Link to="/errors" search={scope} className={link.link}>
            Errors
          </Link>
          ; <code>docs/sdk.md</code>, Errors, says how it is found.
        </>
      ),
    },
    {
      name: 'agent',
      title: 'First run by a coding agent',
      run: steps.agent,
      hint: (
        <>
          Let a coding agent run your tool: the SDK recognises it, see <code>docs/agents.md</code>.{' '}
          <Link to="/agents" search={scope} className={link.link}>
            Agents
          </Link>{' '}
          compares agents and people.
        </>
      ),
    },
  ];
  const done = runs.filter(({ run }) => run !== null).length + (steps.has_catalog ? 1 : 0);
  return (
    <Panel
      title="First steps"
      note={`${done} of ${runs.length + 1} done`}
      aside={
        <ActionIcon variant="subtle" color="gray" aria-label="Close first steps" onClick={onClose}>
          <IconX size={16} stroke={1.8} />
        </ActionIcon>
      }
    >
      <ul className={classes.steps}>
        {runs.map(({ name, title, run, hint }) => (
          <Step key={name} name={name} title={title} isDone={run !== null}>
            {run === null ? hint : <RunLink run={run} title={title} />}
          </Step>
        ))}
        <Step name="catalog" title="Catalog" isDone={steps.has_catalog}>
          {steps.has_catalog ? (
            <Link to="/catalog" search={scope} className={link.link}>
              See the catalog
            </Link>
          ) : (
            <>
              The SDK sends it with the events. For other clients, run{' '}
              <code>sonde catalog push</code>: <code>docs/catalog.md</code>.
            </>
          )}
        </Step>
      </ul>
    </Panel>
  );
}

function RunLink({ run, title }: { run: NonNullable<FirstRun>; title: string }) {
  const ago = formatAgo(run.time, Date.now(), useZone());
  return (
    <Link
      to="/invocations/$invocationId"
      params={{ invocationId: run.invocation_id }}
      search={useScope()}
      className={link.link}
      aria-label={`${title}: ${ago}`}
    >
      {ago}
    </Link>
  );
}

function Step(props: { name: string; title: string; isDone: boolean; children: ReactNode }) {
  const { name, title, isDone, children } = props;
  const Icon = isDone ? IconCircleCheck : IconCircle;
  return (
    <li className={classes.step} data-step={name} data-done={isDone}>
      <Icon
        className={isDone ? classes.done : classes.open}
        size={18}
        stroke={1.7}
        aria-label={isDone ? 'Done:' : 'To do:'}
        role="img"
      />
      <div>
        <h3>{title}</h3>
        <p>{children}</p>
      </div>
    </li>
  );
}
