export interface Instruction {
  title: string;
  text: string;
  code: string;
}

/** How a tool sends with a write key. Variables keep it out of the code and of process lists. */
export const writeInstructions = ({
  origin,
  key,
}: {
  origin: string;
  key: string;
}): Instruction[] => [
  {
    title: 'Where the tool is built',
    text: 'Keep the key in an environment variable or a CI secret.',
    code: `export SONDE_WRITE_KEY=${key}`,
  },
  {
    title: 'In the code of the tool',
    text: 'Users do not have the variable: let your build insert its value.',
    code: [
      'const telemetry = createTelemetry({',
      '  catalog,',
      '  version,',
      `  endpoint: '${origin}',`,
      '  key: process.env.SONDE_WRITE_KEY,',
      '});',
    ].join('\n'),
  },
];

/** How the command line reads with a read key. */
export const readInstructions = ({
  origin,
  project,
  key,
}: {
  origin: string;
  project: string;
  key: string;
}): Instruction[] => [
  {
    title: 'On the command line',
    text: isSentInClear(origin)
      ? `The sonde command reads address and key from variables. It sends a key to another machine over https only, and refuses ${origin}: run it on the collector’s machine, with http://127.0.0.1 and the same port, or set up TLS.`
      : 'The sonde command reads address and key from variables.',
    code: [
      `export SONDE_COLLECTOR=${origin} SONDE_READ_KEY=${key}`,
      `sonde report --project ${project}`,
    ].join('\n'),
  },
];

/** Whether a key would be sent to another machine without TLS, which the command refuses. */
function isSentInClear(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  const isLoopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'http:' && !isLoopback;
}
