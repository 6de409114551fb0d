import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { client, responseOf } from '../api/client.js';
import { toProblem } from '../api/problem.js';
import type { LinkDescription } from '../api/team.js';
import { formatInstant } from '../format/time.js';
import { ErrorState } from '../state/error-state.js';
import { ProblemNote } from '../state/problem-note.js';
import { takeToken } from './one-time-token.js';
import { sessionQuery } from './session.js';
import classes from './session.module.css';
import { SessionCard } from './session-card.js';

const route = getRouteApi('/welcome');

const titles: Record<LinkDescription['kind'], string> = {
  setup: 'Set up this collector',
  invitation: 'Accept the invitation',
  reset: 'Set a new password',
};

const texts: Record<LinkDescription['kind'], string> = {
  setup: 'You become its first administrator: you create projects and keys, and invite your team.',
  invitation: 'Choose a name and a password, or use the account that you have.',
  reset: 'Your other sessions end when you set it.',
};

/** The page of a one-time link: the first account, an invitation, or a new password. */
export function WelcomePage() {
  const [token, setToken] = useState(route.useRouteContext().token);
  useEffect(() => {
    // Opening another link in the same tab changes only the fragment.
    const take = () => setToken((earlier) => takeToken() ?? earlier);
    globalThis.addEventListener('hashchange', take);
    return () => globalThis.removeEventListener('hashchange', take);
  }, []);
  if (token === null) {
    return (
      <SessionCard title="Open your link again">
        <p className={classes.text}>
          This page works only when it is opened with the whole link that you were given. The link
          is used up once you have signed in with it.
        </p>
        <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
          Go to the overview
        </Button>
      </SessionCard>
    );
  }
  return <OneTimeLink key={token} token={token} />;
}

function OneTimeLink({ token }: { token: string }) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['one-time-link', token],
    queryFn: ({ signal }) =>
      responseOf(client.POST('/api/v1/links/read', { body: { token }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (data === undefined) {
    return (
      <SessionCard title="Your link">
        {error === null && <Skeleton height={180} radius="md" />}
        {error !== null && isFinal(error) && (
          <>
            <ErrorState error={error} />
            <Button renderRoot={(props) => <Link to="/sign-in" {...props} />}>
              Go to the sign-in page
            </Button>
          </>
        )}
        {error !== null && !isFinal(error) && (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </SessionCard>
    );
  }
  return (
    <SessionCard title={titles[data.kind]} text={texts[data.kind]}>
      <LinkForm link={data} token={token} />
    </SessionCard>
  );
}

/** Whether the link itself is the reason: used, expired or unknown. A retry would not help. */
function isFinal(error: unknown): boolean {
  return toProblem(error).code.startsWith('link_');
}

function LinkForm({ link, token }: { link: LinkDescription; token: string }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState(link.email ?? '');
  const [password, setPassword] = useState('');
  const [hasAccount, setHasAccount] = useState(false);
  const openid = useQuery(sessionQuery()).data?.sign_in.openid;
  const isNew = link.kind !== 'reset' && !hasAccount;
  const use = useMutation({
    mutationFn: () =>
      responseOf(
        client.POST('/api/v1/links/use', {
          body: { token, password, ...(isNew && { name, email }) },
        }),
      ),
    // A new document, without the token.
    onSuccess: () => globalThis.location.assign('/'),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    use.mutate();
  };
  const changeHasAccount = () => {
    setHasAccount(!hasAccount);
    setPassword('');
    use.reset();
  };
  return (
    <form className={classes.fields} onSubmit={submit}>
      {isNew && (
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        readOnly={link.email !== null}
        maxLength={320}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={link.kind === 'reset' ? 'New password' : 'Password'}
        description={
          hasAccount
            ? 'The password that you sign in with.'
            : 'At least 12 characters; a sentence is easier to remember than symbols.'
        }
        name="password"
        autoComplete={hasAccount ? 'current-password' : 'new-password'}
        required
        withAsterisk={false}
        minLength={hasAccount ? 1 : 12}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ProblemNote error={use.error} />
      <Button type="submit" loading={use.isPending || use.isSuccess}>
        {hasAccount ? 'Accept' : isNew ? 'Create the account' : 'Set the password'}
      </Button>
      {hasAccount && openid && (
        <Button component="a" variant="default" href="/api/v1/openid/start">
          Accept with {openid.name}
        </Button>
      )}
      {link.kind === 'invitation' && (
        <Button variant="subtle" onClick={changeHasAccount}>
          {hasAccount ? 'I have no account yet' : 'I have an account already'}
        </Button>
      )}
      <p className={classes.text}>The link works once, until {formatInstant(link.expires_at)}.</p>
    </form>
  );
}
