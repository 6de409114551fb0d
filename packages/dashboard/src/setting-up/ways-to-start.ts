export interface WayToStart {
  title: string;
  text: string;
  code: string;
  /** The text to copy, if it differs from the shown one. */
  copied?: string;
}

export interface WaysToStartOptions {
  /** The collector's address. */
  origin: string;
  /** Write key; undefined if none is needed. */
  key: string | undefined;
  /** Whether only this machine has access to the collector. */
  isOpen: boolean;
}

/** Ways to send a first event without a tool of one's own, the simplest first. */
export function waysToStart({ origin, key, isOpen }: WaysToStartOptions): WayToStart[] {
  const demo: WayToStart = {
    title: 'See it with data',
    text: 'Stop the collector. In a checkout of Sonde, start it with the demo, which runs the example CLI as many users. Add your own options, if any.',
    code: 'npm start -- --demo',
  };
  const example: WayToStart = {
    title: 'Run the example CLI yourself',
    text: `${isOpen ? 'In a second terminal, in the same folder' : 'In a checkout of Sonde'}, where it writes .orbit.yaml. Without the last variable, the first run on a terminal shows the notice, and nothing is sent for five minutes.`,
    code: [
      `export ORBIT_TELEMETRY_ENDPOINT=${origin}`,
      ...(key === undefined ? [] : [`export ORBIT_TELEMETRY_KEY=${quoted(key)}`]),
      'export ORBIT_TELEMETRY_NOTICE=elsewhere',
      'node examples/orbit/bin/orbit.js init',
    ].join('\n'),
  };
  const hand = sendByHand(origin, key);
  return key === undefined ? [demo, example, hand] : [example, hand];
}

function sendByHand(origin: string, key: string | undefined): WayToStart {
  const event = `-d '{"event":"Command Invoked","properties":{"command":"hello"}}'`;
  const lines = [
    `curl -X POST ${origin}/ingest`,
    `-H 'content-type: application/json'`,
    // From stdin: other users of the machine can read the arguments of a program.
    ...(key === undefined ? [] : ['-H @-']),
    event,
  ];
  const input = key === undefined ? '' : `echo 'x-api-key: ${key}' | `;
  return {
    title: 'Send one event by hand',
    text: 'Any program that can post JSON can send events.',
    code: `${input}${lines.join(' \\\n  ')}`,
    copied: `${input}${lines.join(' ')}`,
  };
}

/** The placeholder has characters with a meaning in shells; keys have none. */
const quoted = (key: string): string => (/^\w[\w-]*$/.test(key) ? key : `'${key}'`);
