import { IconBroadcast } from '@tabler/icons-react';
import { CopyButton } from './copy-button.js';
import classes from './state.module.css';

/** What to type so that a first event arrives here; `origin` is this collector's address. */
const waysToStart = (origin: string) => [
  {
    title: 'See it filled',
    text: 'Stop the collector and start it with the demo, which runs the example CLI as many different users. Add the options with which you started it, if any.',
    command: 'npm start -- --demo',
  },
  {
    title: 'Run the example CLI yourself',
    text: 'In a second terminal, in the same folder, where it writes .orbit.yaml. Run it twice: the first run on a terminal shows the notice and sends nothing, the second sends the events of both.',
    command: `export ORBIT_TELEMETRY_ENDPOINT=${origin}\nnode examples/orbit/bin/orbit.js init`,
  },
  {
    title: 'Send one event by hand',
    text: 'Any program that can post JSON can report.',
    command: `curl -X POST ${origin}/ingest \\\n  -H 'content-type: application/json' \\\n  -d '{"event":"Command Invoked","properties":{"command":"hello"}}'`,
  },
];

/** Shown while the collector has never received anything; it goes by itself with the first event. */
export function FirstEvent() {
  return (
    <div className={classes.state} data-testid="empty-no-events">
      <IconBroadcast className={classes.quietIcon} size={28} stroke={1.5} aria-hidden />
      <h2>No events yet</h2>
      <p className={classes.text}>
        This collector is ready and has received nothing so far. This page fills by itself when the
        first event arrives.
      </p>
      <div className={classes.ways}>
        {waysToStart(globalThis.location.origin).map(({ title, text, command }) => (
          <section key={title} className={classes.way}>
            <h3>{title}</h3>
            <p>{text}</p>
            <div className={classes.command}>
              <pre>{command}</pre>
              <CopyButton text={command.replaceAll('\\\n  ', '')} what="command" />
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
