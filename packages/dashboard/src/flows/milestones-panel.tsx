import type { Funnel } from '../api/responses.js';
import { BarList } from '../invocations/bar-list.js';
import { Panel } from '../layout/panel.js';
import { declarationMark } from './declaration-mark.js';

/**
 * All milestones, including those that are not stages of the funnel; nothing if the flow has none.
 */
export function MilestonesPanel({ funnel }: { funnel: Funnel }) {
  const { flow, milestones, runs } = funnel;
  if (milestones.length === 0) return null;
  return (
    <Panel title="Milestones" note="Runs that reported each">
      <BarList
        label="Milestones"
        tone="accent"
        total={runs}
        entries={milestones.map((milestone) => ({
          key: milestone.name,
          label: milestone.name,
          ...noteOf(milestone, funnel.declaration),
          runs: milestone.runs,
          filter: { flow, flow_reached: `milestone:${milestone.name}` },
        }))}
      />
    </Panel>
  );
}

function noteOf(
  { on_path, declaration }: Funnel['milestones'][number],
  whole: Funnel['declaration'],
): { note?: string } {
  const mark = declarationMark(declaration, whole);
  const notes = [...(on_path ? [] : ['off the path']), ...(mark === undefined ? [] : [mark])];
  return notes.length === 0 ? {} : { note: notes.join(', ') };
}
