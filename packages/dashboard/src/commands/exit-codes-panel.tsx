import type { CommandReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { BarList } from '../invocations/bar-list.js';
import { Panel } from '../layout/panel.js';

/** With which exit codes it ended. */
export function ExitCodesPanel({ report }: { report: CommandReport }) {
  const { exit_codes, totals } = report;
  return (
    <Panel title="Exit codes" note="Of ended invocations; those that vanished have reported none">
      {exit_codes.length === 0 ? (
        <p className={none.none}>No invocation has ended.</p>
      ) : (
        <BarList
          label="Exit codes"
          tone="accent"
          total={totals.completed}
          entries={exit_codes.map(({ exit_code, invocations }) => ({
            key: String(exit_code ?? 'none'),
            label: exit_code === null ? 'not reported' : String(exit_code),
            runs: invocations,
            filter: { exit_code: String(exit_code ?? 'none') },
          }))}
        />
      )}
    </Panel>
  );
}
