import {
  IconArrowForwardUp,
  IconBell,
  IconDatabase,
  IconFolders,
  IconHistory,
  IconHourglass,
  IconKey,
  IconListCheck,
  IconUserCircle,
  IconUserSearch,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { Session, SessionProject } from '../api/team.js';

/** What the settings of a page belong to. */
export type SettingsGroup = 'project' | 'server' | 'you';

/** The settings pages, in menu order. */
export const settingsPages = [
  {
    to: '/settings/keys',
    group: 'project',
    label: 'Keys',
    text: 'Let a tool send events, or a program read them.',
    icon: IconKey,
  },
  {
    to: '/settings/people',
    group: 'project',
    label: 'People',
    text: 'Who sees the project, and who administers it.',
    icon: IconUsers,
  },
  {
    to: '/settings/retention',
    group: 'project',
    label: 'Retention',
    text: 'How long events are kept.',
    icon: IconHourglass,
  },
  {
    to: '/settings/undeclared',
    group: 'project',
    label: 'Undeclared events',
    text: 'Whether events that no catalog declares are stored or quarantined.',
    icon: IconListCheck,
  },
  {
    to: '/settings/forwarders',
    group: 'project',
    label: 'Forwarders',
    text: 'Where events are sent on to, and how far that is.',
    icon: IconArrowForwardUp,
  },
  {
    to: '/settings/alerts',
    group: 'project',
    label: 'Alerts',
    text: 'Who gets a message when a release got worse or a number passes a threshold.',
    icon: IconBell,
  },
  {
    to: '/settings/person',
    group: 'project',
    label: 'Data of a person',
    text: 'Export or delete what is stored about one user.',
    icon: IconUserSearch,
  },
  {
    to: '/settings/projects',
    group: 'server',
    label: 'Projects',
    text: 'Create, rename and archive projects.',
    icon: IconFolders,
  },
  {
    to: '/settings/accounts',
    group: 'server',
    label: 'Accounts',
    text: 'Everyone who can sign in, and open invitations.',
    icon: IconUsersGroup,
  },
  {
    to: '/settings/storage',
    group: 'server',
    label: 'Storage',
    text: 'How much disk space is used, and how fast it grows.',
    icon: IconDatabase,
  },
  {
    to: '/settings/audit',
    group: 'server',
    label: 'Audit log',
    text: 'Who changed what, and when.',
    icon: IconHistory,
  },
  {
    to: '/settings/account',
    group: 'you',
    label: 'Account',
    text: 'Your name, your password, your sessions.',
    icon: IconUserCircle,
  },
] as const satisfies readonly {
  to: string;
  group: SettingsGroup;
  label: string;
  text: string;
  icon: typeof IconKey;
}[];

export type SettingsPage = (typeof settingsPages)[number];
export type SettingsAddress = SettingsPage['to'];

/** Whether a person may open a page, and if not, why. */
export type PageAccess = 'allowed' | 'accounts_needed' | 'forbidden';

const needAccounts: readonly SettingsAddress[] = [
  '/settings/people',
  '/settings/accounts',
  '/settings/account',
];
const needServerAdministrator: readonly SettingsAddress[] = [
  '/settings/accounts',
  '/settings/storage',
];

/** Who may open which page; the collector checks every request again. */
export function accessTo(
  address: SettingsAddress,
  session: Session,
  project: SessionProject | undefined,
): PageAccess {
  if (session.account === null) {
    return needAccounts.includes(address) ? 'accounts_needed' : 'allowed';
  }
  if (address === '/settings/account' || session.account.administrator) return 'allowed';
  if (needServerAdministrator.includes(address)) return 'forbidden';
  if (address === '/settings/forwarders' && project !== undefined) return 'allowed';
  return project?.role === 'administrator' ? 'allowed' : 'forbidden';
}
