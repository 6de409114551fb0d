import { NativeSelect } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { toolsQuery } from '../api/overview-queries.js';
import { toolLabel } from '../url/scope-search.js';
import { useScope, useSetScope } from '../url/use-scope.js';
import classes from './tool-switcher.module.css';

/** Selects the project's tool that the pages are about; nothing if there is only one. */
export function ToolSwitcher() {
  const scope = useScope();
  const setScope = useSetScope();
  const { data } = useQuery(toolsQuery({ project: scope.project }));
  const tools = data?.tools ?? [];
  const chosen = scope.tool ?? [];
  if (tools.length < 2) return null;
  // Indexes, because a tool's name can be any text or empty.
  const value = chosen.length === 1 ? String(tools.indexOf(chosen[0] ?? '')) : 'all';
  const several = chosen.length > 1 || value === '-1';
  return (
    <NativeSelect
      size="xs"
      className={classes.switcher ?? ''}
      aria-label="Tool"
      value={several ? 'several' : value}
      data={[
        { value: 'all', label: 'All tools' },
        ...(several ? [{ value: 'several', label: formatQuantity(chosen.length, 'tool') }] : []),
        ...tools.map((tool, index) => ({ value: String(index), label: toolLabel(tool) })),
      ]}
      onChange={(event) => {
        const tool = tools[Number(event.currentTarget.value)];
        setScope({ ...scope, tool: tool === undefined ? undefined : [tool] });
      }}
    />
  );
}
