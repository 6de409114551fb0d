import { useMutation } from '@tanstack/react-query';
import { client, doneOf } from '../api/client.js';

/** Ends this session, or every session of the person, and opens the sign-in page. */
export function useSignOut(where: 'here' | 'everywhere') {
  return useMutation({
    mutationFn: () =>
      doneOf(client.DELETE(where === 'here' ? '/api/v1/session' : '/api/v1/sessions')),
    // A new document, so that no data of this person stays in memory.
    onSuccess: () => globalThis.location.assign('/sign-in'),
  });
}
