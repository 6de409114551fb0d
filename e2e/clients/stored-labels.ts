import { exportEvents } from '../collector-process.js';

/** How often each numbered label is in the export, wherever in an event it is. */
export async function countStoredLabels(url: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const event of await exportEvents(url)) {
    const found = JSON.stringify(event).matchAll(/"([a-z]+-[\d.]+-\d+)"/g);
    for (const label of new Set(Array.from(found, ([, text = '']) => text))) {
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return counts;
}
