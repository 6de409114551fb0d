import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type QuarantinedEvent,
  type QuarantineSelection,
  quarantinedEventQuery,
  quarantinedEventsQuery,
} from '../api/catalog-queries.js';
import { formatInstant } from '../format/time.js';
import { useProject } from '../projects/project.js';
import { ShowMore } from '../settings/show-more.js';
import { CodeBlock } from '../state/code-block.js';
import { Loaded } from '../state/loaded.js';
import classes from './catalog.module.css';

/** Quarantined events, newest first, each with its content when opened. */
export function QuarantinedEvents({ selection }: { selection: QuarantineSelection }) {
  const { id: project } = useProject();
  const query = useInfiniteQuery(quarantinedEventsQuery(project, selection));
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const events = pages.flatMap((page) => page.events);
        if (events.length === 0) return <p>There are none any more.</p>;
        return (
          <>
            <ul className={classes.list}>
              {events.map((event) => (
                <Item key={event.id} event={event} />
              ))}
            </ul>
            <ShowMore query={query} />
          </>
        );
      }}
    </Loaded>
  );
}

function Item({ event }: { event: QuarantinedEvent }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={classes.item} data-quarantined-event={event.id}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          {formatInstant(event.received_at)}
          <span className={classes.flag}>{event.message}</span>
        </summary>
        {isOpen && <Content id={event.id} />}
      </details>
    </li>
  );
}

function Content({ id }: { id: string }) {
  const { id: project } = useProject();
  const query = useQuery(quarantinedEventQuery(project, id));
  return (
    <Loaded query={query}>
      {({ body }) => <CodeBlock code={JSON.stringify(body, undefined, 2)} what="event" />}
    </Loaded>
  );
}
