export interface Region {
  id: string;
  name: string;
  /** Other regions, nearest first. */
  nearest: readonly string[];
}

/** In menu order; the first one is the default. */
export const regions: readonly Region[] = [
  { id: 'eu-1', name: 'Frankfurt', nearest: ['eu-2', 'us-1', 'us-2', 'ap-1'] },
  { id: 'eu-2', name: 'Dublin', nearest: ['eu-1', 'us-1', 'us-2', 'ap-1'] },
  { id: 'us-1', name: 'Virginia', nearest: ['us-2', 'eu-2', 'eu-1', 'ap-1'] },
  { id: 'us-2', name: 'Oregon', nearest: ['us-1', 'ap-1', 'eu-2', 'eu-1'] },
  { id: 'ap-1', name: 'Singapore', nearest: ['us-2', 'us-1', 'eu-1', 'eu-2'] },
];
