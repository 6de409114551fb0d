import type { SortedColumn } from '../layout/sorted-table.js';
import { ToolName } from '../overview/tool-name.js';

interface Row {
  tool: string;
  command: string;
}

/** @param severalTools Whether rows must name their tool. */
export const commandColumn = (severalTools: boolean): SortedColumn<Row> => ({
  ...{ name: 'command', label: 'Command', kind: 'text', isWide: true },
  value: ({ command }) => command,
  render: ({ tool, command }) => (
    <>
      {command}
      {severalTools && <ToolName tool={tool} />}
    </>
  ),
});
