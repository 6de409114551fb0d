import { regressedVersion } from './release-history.js';

const views = [
  { name: 'Creating an application', address: '/flows/application_create' },
  {
    name: 'Creating, in the newest version',
    address: `/flows/application_create?version=${regressedVersion}`,
  },
  { name: 'In CI', address: '/?is_ci=true' },
];

/**
 * Saves a few views, unless the project has some. Only a collector without accounts takes them from
 * anyone; others keep what their people saved.
 */
export async function saveViews(endpoint: string): Promise<void> {
  const url = `${endpoint}/api/v1/projects/default/views`;
  const present = await fetch(url);
  if (!present.ok) return;
  const list = (await present.json()) as { views: unknown[] };
  if (list.views.length > 0) return;
  for (const view of views) {
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...view, is_shared: true }),
    });
  }
}
