import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useLinkScope } from '../projects/use-link-scope.js';
import { withProject } from '../url/scope-search.js';
import { type Destination, useDestinations } from './destinations.js';
import { findDestinations } from './find-destinations.js';

/**
 * Opens a page, a flow, a command, an event or a project by a part of its name.
 *
 * @param asked How often it was asked for; it appears each time.
 */
export function CommandPalette({ asked }: { asked: number }) {
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const scope = useLinkScope();
  const navigate = useNavigate();
  const groups = findDestinations(useDestinations({ isOpen }), query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number is what says that it was asked for.
  useEffect(() => {
    spotlight.open();
  }, [asked]);
  const open = ({ address, project }: Destination) =>
    void navigate({
      to: address,
      search: project === undefined ? scope : withProject(scope, project),
    });
  return (
    <Spotlight.Root
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      scrollable
      maxHeight={420}
      size={560}
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      attributes={{ content: { 'aria-label': 'Go to' } }}
    >
      <Spotlight.Search placeholder="Open a page, flow, command, event or project" />
      <Spotlight.ActionsList>
        {groups.length === 0 && <Spotlight.Empty>Nothing has this name.</Spotlight.Empty>}
        {groups.map(({ label, found }) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {found.map((destination) => (
              <Spotlight.Action
                key={destination.key}
                label={destination.label}
                onClick={() => open(destination)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
