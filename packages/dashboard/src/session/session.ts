import { queryOptions } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { client, responseOf } from '../api/client.js';
import { sessionKey } from '../api/query-client.js';
import type { Session } from '../api/team.js';

export const sessionQuery = () =>
  queryOptions({
    queryKey: sessionKey,
    queryFn: ({ signal }): Promise<Session> =>
      responseOf(client.GET('/api/v1/session', { signal })),
    // With thousands of projects the response is large; it is refetched when an error shows that it
    // has changed.
    staleTime: 5 * 60_000,
  });

export const needsSignIn = (session: Session): boolean =>
  session.mode === 'accounts' && session.account === null;

export const SessionContext = createContext<Session | undefined>(undefined);

/** The signed-in person and what they may see. Only inside the session gate. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession is called outside the session gate');
  return session;
}
