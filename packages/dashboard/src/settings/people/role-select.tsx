import { NativeSelect } from '@mantine/core';
import { client, responseOf } from '../../api/client.js';
import type { Member, Role } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { useProject } from '../../projects/project.js';
import { ProblemNote } from '../../state/problem-note.js';

export const roleOptions: { value: Role; label: string }[] = [
  { value: 'member', label: 'Member' },
  { value: 'administrator', label: 'Administrator' },
];

/** The role of a person in the project; changed at once. */
export function RoleSelect({ member }: { member: Member }) {
  const project = useProject();
  const change = useTeamAct((role: Role) =>
    responseOf(
      client.PUT('/api/v1/projects/{project}/members/{account}', {
        params: { path: { project: project.id, account: member.account } },
        body: { role },
      }),
    ),
  );
  return (
    <>
      <NativeSelect
        size="xs"
        miw={124}
        aria-label={`Role of ${member.email}`}
        data={roleOptions}
        disabled={change.isPending}
        value={change.isPending ? change.variables : member.role}
        onChange={(event) => change.mutate(event.currentTarget.value as Role)}
      />
      <ProblemNote error={change.error} />
    </>
  );
}
