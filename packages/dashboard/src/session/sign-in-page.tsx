import { Button, PasswordInput, TextInput } from '@mantine/core';
import { errorTable } from '@sonde/protocol';
import { IconLogin2 } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { client, responseOf } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { ErrorState } from '../state/error-state.js';
import { ProblemNote } from '../state/problem-note.js';
import { readReturnAddress } from './return-address.js';
import { needsSignIn, sessionQuery } from './session.js';
import classes from './session.module.css';
import { SessionCard } from './session-card.js';
import { SessionPending } from './session-gate.js';

const route = getRouteApi('/sign-in');

/** Signs a person in, then opens the page they requested. */
export function SignInPage() {
  const router = useRouter();
  const search = route.useSearch();
  const address = readReturnAddress(search.return, globalThis.location.origin);
  const { data: session, error, refetch, isFetching } = useQuery(sessionQuery());
  const isIn = session !== undefined && !needsSignIn(session);
  useEffect(() => {
    if (isIn) router.history.replace(address);
  }, [isIn, address, router]);
  if (session === undefined && error !== null) {
    return (
      <SessionCard title="Sign in">
        <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      </SessionCard>
    );
  }
  if (session === undefined || isIn) return <SessionPending />;
  const { password, openid, needs_setup } = session.sign_in;
  return (
    <SessionCard title="Sign in" text="You need an account for this collector.">
      <ProblemNote error={describeRefusal(search.error)} />
      {openid !== null && (
        <Button
          component="a"
          variant={password ? 'default' : 'filled'}
          href={`/api/v1/openid/start?return=${encodeURIComponent(address)}`}
          leftSection={<IconLogin2 size={17} stroke={1.7} aria-hidden />}
        >
          Continue with {openid.name}
        </Button>
      )}
      {openid !== null && <div className={classes.or}>or</div>}
      {needs_setup ? <SetupNote /> : password && <PasswordForm address={address} />}
    </SessionCard>
  );
}

/** No one can sign in with a password yet. */
function SetupNote() {
  return (
    <p className={classes.text} data-testid="needs-setup">
      This collector has no account yet. Open the set-up link that it printed when it started, on
      its standard output or in its log. The link works for 24 hours; a restart prints a new one.
    </p>
  );
}

/** Why the provider's sign-in failed; the URL has the code. */
function describeRefusal(code: string | undefined): ApiProblem | null {
  if (code === undefined) return null;
  const entry = Object.entries(errorTable).find(([known]) => known === code)?.[1];
  if (entry === undefined) return null;
  return new ApiProblem(code, entry.title, entry.action, entry.status);
}

function PasswordForm({ address }: { address: string }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => responseOf(client.POST('/api/v1/session', { body: { email, password } })),
    // A new document, so that no data of another person's session stays in memory.
    onSuccess: () => globalThis.location.assign(address),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className={classes.fields} onSubmit={submit}>
      <TextInput
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        maxLength={320}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ProblemNote error={signIn.error} />
      <Button type="submit" loading={signIn.isPending || signIn.isSuccess}>
        Sign in
      </Button>
      <p className={classes.text}>
        Forgot it? An administrator can give you a link to set a new password.
      </p>
    </form>
  );
}
