import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { toolsQuery } from '../../api/overview-queries.js';
import { useProject } from '../../projects/project.js';

/** A tool of the project, or every tool. */
export function ToolSelect({
  value,
  onChange,
}: {
  value: string;
  onChange: (tool: string) => void;
}) {
  const project = useProject();
  const { data } = useQuery(toolsQuery({ project: project.id }));
  const tools = (data?.tools ?? []).filter((tool) => tool !== '');
  return (
    <NativeSelect
      label="Tool"
      value={value}
      data={[
        { value: '', label: 'Every tool' },
        ...tools.map((tool) => ({ value: tool, label: tool })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
