import { useQuery } from '@tanstack/react-query';
import { commandsQuery } from '../api/command-queries.js';
import { eventsQuery } from '../api/event-queries.js';
import { flowsQuery } from '../api/flow-queries.js';
import { pages } from '../layout/pages.js';
import { useSession } from '../session/session.js';
import { useSettingsGroups } from '../settings/use-settings-groups.js';
import { useScope } from '../url/use-scope.js';

/** Something that the palette opens. */
export interface Destination {
  key: string;
  label: string;
  /** Path of the page. */
  address: string;
  /** The project to change to; absent: the present one. */
  project?: string;
}

export interface DestinationGroup {
  label: string;
  /** Whether it is shown before anything is typed. */
  isAlwaysShown: boolean;
  destinations: readonly Destination[];
}

/** Pages, and what the present project has: flows, commands, events; settings; other projects. */
export function useDestinations({ isOpen }: { isOpen: boolean }): DestinationGroup[] {
  const scope = useScope();
  const { projects } = useSession();
  const settings = useSettingsGroups().flatMap((group) => group.pages);
  const asked = { enabled: isOpen };
  const flows = useQuery({ ...flowsQuery(scope), ...asked }).data?.flows ?? [];
  const commands = useQuery({ ...commandsQuery(scope), ...asked }).data?.commands ?? [];
  const events = useQuery({ ...eventsQuery(scope), ...asked }).data?.events ?? [];
  const commandNames = [...new Set(commands.map(({ command }) => command))];
  return [
    {
      label: 'Pages',
      isAlwaysShown: true,
      destinations: pages.map(({ to, label }) => ({ key: to, label, address: to })),
    },
    {
      label: 'Flows',
      isAlwaysShown: false,
      destinations: flows.map(({ flow, title }) => ({
        ...{ key: `flow ${flow}`, label: title === flow ? flow : `${title} (${flow})` },
        address: `/flows/${encodeURIComponent(flow)}`,
      })),
    },
    {
      label: 'Commands',
      isAlwaysShown: false,
      destinations: commandNames
        .filter((name) => name !== '')
        .map((name) => ({
          ...{ key: `command ${name}`, label: name },
          address: `/commands/${encodeURIComponent(name)}`,
        })),
    },
    {
      label: 'Events',
      isAlwaysShown: false,
      destinations: events.map(({ event }) => ({
        ...{ key: `event ${event}`, label: event },
        address: `/events/${encodeURIComponent(event)}`,
      })),
    },
    {
      label: 'Settings',
      isAlwaysShown: false,
      destinations: settings.map(({ to, label }) => ({
        ...{ key: to, label: `Settings: ${label}`, address: to },
      })),
    },
    {
      label: 'Projects',
      isAlwaysShown: false,
      destinations: projects
        .filter(({ id }) => id !== scope.project)
        .map(({ id, title }) => ({
          ...{ key: `project ${id}`, label: title, address: '/', project: id },
        })),
    },
  ];
}
