import {
  IconActivity,
  IconAlertTriangle,
  IconBolt,
  IconChartLine,
  IconFilter2,
  IconHeartbeat,
  IconListCheck,
  IconListDetails,
  IconRepeat,
  IconRobot,
  IconStairsDown,
  IconTerminal2,
  IconTrendingDown,
  IconVersions,
} from '@tabler/icons-react';

/** The pages of a project, in the order of the navigation. */
export const pages = [
  { to: '/', label: 'Overview', icon: IconChartLine, exact: true },
  { to: '/releases', label: 'What got worse', icon: IconTrendingDown, exact: false },
  { to: '/flows', label: 'Flows', icon: IconFilter2, exact: false },
  { to: '/funnels', label: 'Funnels', icon: IconStairsDown, exact: false },
  { to: '/commands', label: 'Commands', icon: IconTerminal2, exact: false },
  { to: '/events', label: 'Events', icon: IconBolt, exact: false },
  { to: '/errors', label: 'Errors', icon: IconAlertTriangle, exact: false },
  { to: '/agents', label: 'Agents', icon: IconRobot, exact: false },
  { to: '/adoption', label: 'Adoption', icon: IconVersions, exact: false },
  { to: '/retention', label: 'Retention', icon: IconRepeat, exact: false },
  { to: '/invocations', label: 'Invocations', icon: IconListDetails, exact: false },
  { to: '/live', label: 'Live', icon: IconActivity, exact: false },
  { to: '/catalog', label: 'Catalog', icon: IconListCheck, exact: false },
  { to: '/health', label: 'Health', icon: IconHeartbeat, exact: false },
] as const;
