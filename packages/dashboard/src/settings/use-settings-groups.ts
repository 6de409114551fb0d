import { useSession } from '../session/session.js';
import { useScope } from '../url/use-scope.js';
import {
  accessTo,
  type SettingsGroup,
  type SettingsPage,
  settingsPages,
} from './settings-pages.js';

/** The settings that this person may open, in groups; empty groups are left out. */
export function useSettingsGroups(): {
  name: SettingsGroup;
  label: string;
  pages: SettingsPage[];
}[] {
  const session = useSession();
  const { project: id } = useScope();
  const project = session.projects.find((one) => one.id === id);
  const pages = settingsPages.filter(({ to }) => accessTo(to, session, project) === 'allowed');
  const groups = [
    { name: 'project' as const, label: project?.title ?? 'Project' },
    { name: 'server' as const, label: 'Server' },
    { name: 'you' as const, label: 'You' },
  ];
  return groups
    .map((group) => ({ ...group, pages: pages.filter((page) => page.group === group.name) }))
    .filter((group) => group.pages.length > 0);
}
