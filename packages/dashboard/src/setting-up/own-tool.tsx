import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { CodeBlock } from '../state/code-block.js';
import {
  frameworks,
  keepFramework,
  type ProgramOptions,
  readFramework,
  runCommand,
} from './frameworks.js';
import { installSteps } from './install-steps.js';
import classes from './setting-up.module.css';

/** How to report from a tool: install, the code for its framework, a first run. */
export function OwnTool({ program }: { program: ProgramOptions }) {
  const [chosen, setChosen] = useState(readFramework);
  return (
    <ol className={classes.steps}>
      {installSteps.map(({ text, code }) => (
        <li key={code}>
          <p>{text}</p>
          <CodeBlock code={code} what={`command: ${code}`} />
        </li>
      ))}
      <li>
        <p>
          Report your commands. Each program below is complete; in yours, name your tool in place of{' '}
          <code>lantern</code>.
        </p>
        <Tabs
          value={chosen}
          onChange={(id) => {
            if (id === null) return;
            setChosen(id);
            keepFramework(id);
          }}
          variant="pills"
          keepMounted={false}
        >
          <Tabs.List aria-label="Framework" className={classes.frameworks ?? ''}>
            {frameworks.map(({ id, title }) => (
              <Tabs.Tab key={id} value={id}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {frameworks.map(({ id, attached, files }) => (
            <Tabs.Panel key={id} value={id} className={classes.files ?? ''}>
              <p>
                The telemetry is attached {attached}.
                {id !== 'node' && (
                  <>
                    {' '}
                    A new tool also needs <code>npm install {id}</code>.
                  </>
                )}
              </p>
              {files(program).map(({ name, code }) => (
                <figure key={name} data-file={name}>
                  <figcaption>
                    <code>{name}</code>
                  </figcaption>
                  <CodeBlock code={code} copied={`${code}\n`} what={name} />
                </figure>
              ))}
            </Tabs.Panel>
          ))}
        </Tabs>
        {program.key !== undefined && (
          <p className={classes.after}>
            The key can only send, so you may ship it. To keep it out of the repository, let your
            build insert it.
          </p>
        )}
      </li>
      <li data-testid="first-run">
        <p>
          Run a command. The variables, named after the tool, skip the notice that your users see
          first, and send after every run.
        </p>
        <CodeBlock
          code={[
            'export LANTERN_TELEMETRY_NOTICE=elsewhere LANTERN_TELEMETRY_FLUSH_AT=1',
            runCommand,
          ].join('\n')}
          what="commands of the first run"
        />
        <p className={classes.after}>
          If nothing arrives, <code>node lantern.mjs telemetry doctor</code> says why. More:{' '}
          <code>docs/quick-start.md</code> in the checkout of Sonde.
        </p>
      </li>
    </ol>
  );
}
