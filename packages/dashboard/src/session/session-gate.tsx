import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Shell } from '../layout/shell.js';
import { ErrorState } from '../state/error-state.js';
import { needsSignIn, SessionContext, sessionQuery } from './session.js';
import classes from './session.module.css';

const route = getRouteApi('/signed-in');

/** All pages that require a session. The route has redirected others to the sign-in page. */
export function SessionGate() {
  const router = useRouter();
  const { data: session = route.useRouteContext().session } = useQuery(sessionQuery());
  const hasEnded = needsSignIn(session);
  useEffect(() => {
    if (hasEnded) void router.invalidate();
  }, [hasEnded, router]);
  if (hasEnded) return <SessionPending />;
  return (
    <SessionContext value={session}>
      <Shell />
    </SessionContext>
  );
}

/** Shown while the session is loading. */
export function SessionPending() {
  return (
    <main className={classes.alone}>
      <div role="status" aria-label="Loading" />
    </main>
  );
}

/** Shown if the session could not be loaded. */
export function SessionError({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <main className={classes.alone}>
      <h1>Sonde</h1>
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
