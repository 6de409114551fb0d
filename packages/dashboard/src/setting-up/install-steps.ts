/** How to install the SDK, as in docs/quick-start.md. */
export const installSteps = [
  { text: 'In the checkout of Sonde, pack the SDK.', code: 'npm pack -w sonde' },
  {
    text: 'In the directory of your tool, install it with the path of that file.',
    code: 'npm install ../sonde/sonde-0.1.0.tgz',
  },
] as const;
