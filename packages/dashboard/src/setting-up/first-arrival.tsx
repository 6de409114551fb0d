import { Button } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { InvocationSummary } from '../api/responses.js';
import { formatAgo } from '../format/time.js';
import { useScope } from '../url/use-scope.js';
import classes from './first-arrival.module.css';

/** Says that the first event has arrived, and leads to it. */
export function FirstArrival({ invocation }: { invocation: InvocationSummary }) {
  const scope = useScope();
  const { command, version, events, started_at } = invocation;
  return (
    <section className={classes.arrival} role="status" data-testid="first-arrival">
      <IconCircleCheck className={classes.icon} size={22} stroke={1.7} aria-hidden />
      <div className={classes.text}>
        <h2>The first event has arrived</h2>
        <p>
          <code>{command === '' ? 'unknown command' : command}</code>
          {version !== '' && ` version ${version}`}, {formatAgo(started_at, Date.now())},{' '}
          {formatQuantity(events, 'event')}
        </p>
      </div>
      <Button
        variant="default"
        size="xs"
        renderRoot={(props) => (
          <Link
            to="/invocations/$invocationId"
            params={{ invocationId: invocation.invocation_id }}
            search={scope}
            {...props}
          />
        )}
      >
        See what it reported
      </Button>
    </section>
  );
}
