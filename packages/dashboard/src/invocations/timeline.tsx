import { Button } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { IconDotsVertical } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { InvocationDetail } from '../api/responses.js';
import { Panel } from '../layout/panel.js';
import { DoubtfulTime } from './doubtful-time.js';
import { eventHash } from './event-hash.js';
import { LaneGutter } from './lane-gutter.js';
import { assignLanes, laneColumns } from './lanes.js';
import classes from './timeline.module.css';
import { TimelineRow } from './timeline-row.js';

/** All events in the order in which they were recorded, with known gaps. */
export function Timeline({ detail }: { detail: InvocationDetail }) {
  const { events, gaps, base } = detail;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const target = useRouterState({ select: ({ location }) => location.hash });
  const lanes = assignLanes(detail.flow_runs);
  const columns = laneColumns(lanes);
  const titles = new Map(detail.flow_runs.map(({ flow, title }) => [flow, title]));
  const gapAfter = new Map(gaps.map(({ after, missing }) => [after, missing]));
  const isAllOpen = events.length > 0 && events.every(({ insert_id }) => open.has(insert_id));

  const isAllDoubtful = events.length > 1 && events.every((event) => event.doubtful_time);

  function toggle(insertId: string) {
    const next = new Set(open);
    if (!next.delete(insertId)) next.add(insertId);
    setOpen(next);
  }

  const gap = (after: number) => {
    const missing = gapAfter.get(after);
    return missing === undefined ? null : (
      <Gap
        after={after}
        missing={missing}
        gutter={<LaneGutter lanes={lanes} columns={columns} after={after} />}
      />
    );
  };

  return (
    <Panel
      title="Timeline"
      note={
        <>
          In sequence order; times since the first event, by the client’s clock{' '}
          {isAllDoubtful && <DoubtfulTime ofAll />}
        </>
      }
      aside={
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() =>
            setOpen(isAllOpen ? new Set() : new Set(events.map(({ insert_id }) => insert_id)))
          }
        >
          {isAllOpen ? 'Close all' : 'Open all'}
        </Button>
      }
      flush
    >
      <ol className={classes.timeline} aria-label="Events in order">
        {gap(0)}
        {events.map((event, index) => (
          <Fragment key={event.insert_id}>
            <TimelineRow
              event={event}
              sincePreviousMs={event.offset_ms - (events[index - 1]?.offset_ms ?? event.offset_ms)}
              base={base}
              flowTitle={titles.get(event.flow ?? '') ?? event.flow}
              saysDoubt={!isAllDoubtful}
              gutter={<LaneGutter lanes={lanes} columns={columns} event={event} />}
              isTarget={target === eventHash(event)}
              isOpen={open.has(event.insert_id)}
              onToggle={() => toggle(event.insert_id)}
            />
            {events[index + 1]?.sequence !== event.sequence && gap(event.sequence)}
          </Fragment>
        ))}
      </ol>
    </Panel>
  );
}

function Gap({
  after,
  missing,
  gutter,
}: {
  after: number;
  missing: number;
  gutter: React.ReactNode;
}) {
  const which =
    missing === 1 ? `sequence ${after + 1}` : `sequence ${after + 1} to ${after + missing}`;
  return (
    <li className={classes.gap} data-gap={missing} data-after={after}>
      {gutter}
      <span className={classes.gapText}>
        <IconDotsVertical size={14} aria-hidden />
        {formatQuantity(missing, 'event')} not arrived ({which})
      </span>
    </li>
  );
}
