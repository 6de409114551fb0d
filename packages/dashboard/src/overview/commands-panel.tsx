import type { Overview } from '../api/responses.js';
import { Panel } from '../layout/panel.js';
import { hasSeveralTools } from './tool-name.js';
import { TotalsTable } from './totals-table.js';

/** The most used commands. */
export function CommandsPanel({ commands }: { commands: Overview['commands'] }) {
  const severalTools = hasSeveralTools(commands);
  return (
    <Panel title="Top commands" flush>
      <TotalsTable
        name="commands"
        label="Top commands"
        of={{ name: 'command', label: 'Command' }}
        rows={commands.map((row) => ({
          key: `${row.tool} ${row.command}`,
          text: row.command === '' ? 'unknown' : row.command,
          tool: severalTools ? row.tool : undefined,
          scope:
            row.command === ''
              ? null
              : { ...(severalTools && { tool: [row.tool] }), command: [row.command] },
          counts: row,
          rateBase: row.invocations,
          data: { 'data-command': row.command, 'data-tool': row.tool },
        }))}
      />
    </Panel>
  );
}
