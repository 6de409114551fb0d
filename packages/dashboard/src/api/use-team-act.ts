import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sessionKey } from './query-client.js';
import { teamKey } from './team-queries.js';

/** A change that an administrator makes. What pages show of the team is asked again after it. */
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
