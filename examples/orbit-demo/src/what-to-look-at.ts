/** What a page of the dashboard shows of the demo. */
const pages: readonly { path: string; question: string }[] = [
  { path: '/home', question: 'How are the views that were saved?' },
  { path: '/', question: 'How much is orbit used?' },
  { path: '/releases', question: 'What did its newest version make worse?' },
  { path: '/flows', question: 'Where do users stop, and why?' },
  { path: '/funnels', question: 'How many people get through steps that you choose?' },
  { path: '/commands', question: 'Which commands fail, and with which flags?' },
  { path: '/errors', question: 'Which errors are new, and since which version?' },
  { path: '/agents', question: 'What do coding agents fail at that people do not?' },
  { path: '/adoption', question: 'How fast do users take up a release?' },
  { path: '/retention', question: 'Who comes back?' },
  { path: '/events', question: 'Which events are there, and with which properties?' },
  { path: '/sql', question: 'Anything else, in SQL.' },
  { path: '/live', question: 'What happens now? Run orbit to see it.' },
  { path: '/health', question: 'What arrived, what was lost, and how long did it take?' },
];

/** Names the page to open for each question, as lines. */
export function listWhatToLookAt(endpoint: string): string {
  const width = Math.max(...pages.map(({ path }) => path.length));
  return pages
    .map(({ path, question }) => `  ${endpoint}${path.padEnd(width)}  ${question}`)
    .join('\n');
}
