import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sessionKey } from './query-client.js';
import { teamKey } from './team-queries.js';

/** A change by an administrator. Team data on the pages is refetched after it. */
export function useTeamAct<Result, Argument = void>(
  act: (argument: Argument) => Promise<Result>,
  onDone: (result: Result) => void = () => {},
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (result) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: teamKey }),
        queryClient.invalidateQueries({ queryKey: sessionKey }),
      ]);
      onDone(result);
    },
  });
}
