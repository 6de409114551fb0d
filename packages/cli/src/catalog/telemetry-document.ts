import type {
  BaseProperties,
  CatalogJson,
  CommandDeclaration,
  ErrorClassDeclaration,
  EventDeclaration,
  FlowDeclaration,
  PropertyDeclaration,
} from '@sonde/protocol';
import { type CatalogEvent, describeEvent, listFlowEvents } from './catalog-events.js';
import { describeValues } from './describe-property.js';

/**
 * Renders each part of a declaration, in this order. A new part of the catalog's JSON form does not
 * compile until it has a place in the document.
 */
type SectionsOf<Declaration> = {
  [Part in keyof Required<Declaration>]: (declaration: Declaration) => readonly string[];
};

const nothing = (): readonly string[] => [];
/** Rendered with another part. */
const elsewhere = nothing;

const baseProperties: Record<keyof BaseProperties, string> = {
  invocation_id: 'a random id of the run',
  sequence: 'the position of the event in the run',
  command: 'the command without its arguments',
  flags: 'names of the flags that were set, never their values',
  version: 'the version of the tool',
  env: '`prod` for a release, `dev` for a build from source',
  operating_system: 'for example `linux`',
  arch: 'for example `x64`',
  runtime: 'for example `node`',
  runtime_version: 'for example `20.20.2`',
  is_ci: 'whether it runs in CI',
  ci_name: 'which CI, from a fixed list',
  cli_context:
    '`human`; `agent:` and the coding agent that runs it, from a fixed list; `agent:unknown` without a terminal',
  is_interactive: 'whether it runs in a terminal',
};

const identifiers: readonly (readonly [string, string])[] = [
  ['anonymous_id', 'a random id of this installation; in CI the name of the CI instead'],
  ['user_id', 'the id of your account, when you are signed in'],
  ['project_id', 'a random id of the project, kept in its marker file'],
  ['timestamp', 'when it happened'],
];

const addedProperties: Readonly<Record<string, string>> = {
  step: 'the step it had reached',
  reason: 'why it ended',
  duration_ms: 'milliseconds',
  error_class: 'the class of the error, never its message',
};

const lifecycle: readonly string[] = [
  '| event | when | properties |',
  '|---|---|---|',
  '| `Command Invoked` | a command is about to run | `parent_invocation_id`: the random id of the run that started this one, if it was such a tool |',
  '| `Command Failed` | it ended with an error | `error_class`, `error_source`, `http_status`: the class of the error, never its message |',
  '| `Command Completed` | it ended | `succeeded`, `exit_code`, `duration_ms`, `error_class`, `user_cancelled`, `vanished` |',
];

const rejected =
  '| `Command Rejected` | the arguments were refused, and nothing ran | `kind`: an unknown command or flag, a missing argument or an invalid value; `nearest`: the known name closest to what was typed, or `none` |';

function describeLength(milliseconds: number): string {
  for (const [unit, length] of [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const) {
    const count = milliseconds / length;
    if (Number.isInteger(count)) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return `${Math.ceil(milliseconds / 1_000)} seconds`;
}

/** Text inside a cell of a table. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

function propertyRows(properties: Record<string, PropertyDeclaration>): string[] {
  return Object.entries(properties).map(([name, property]) => {
    const when = property.optional === true ? ' (not always)' : '';
    return `| \`${name}\`${when} | ${cell(describeValues(property))} | ${cell(property.description ?? '')} |`;
  });
}

function eventSection(event: CatalogEvent, level: string): string[] {
  const rows = [
    ...propertyRows(event.properties),
    ...event.added.map((name) => `| \`${name}\` | ${addedProperties[name] ?? ''} | |`),
  ];
  return [
    `${level} ${event.name}`,
    ...(event.description === undefined ? [] : [event.description]),
    rows.length === 0
      ? 'No properties of its own.'
      : ['| property | values | why |', '|---|---|---|', ...rows].join('\n'),
  ];
}

function render<Declaration>(parts: SectionsOf<Declaration>, declaration: Declaration): string[] {
  const all = Object.values(parts) as ((declaration: Declaration) => readonly string[])[];
  return all.flatMap((part) => part(declaration));
}

const list = (values: readonly string[]) => values.map((value) => `\`${value}\``).join(', ');

const ofEvent: SectionsOf<EventDeclaration> = {
  name: (event) => eventSection(describeEvent(event), '###'),
  description: elsewhere,
  properties: elsewhere,
};

const ofFlow: SectionsOf<FlowDeclaration> = {
  title: ({ title }) => [`### ${title}`],
  description: ({ description }) => (description === undefined ? [] : [description]),
  name: nothing,
  steps: ({ steps }) => (steps.length === 0 ? [] : [`Steps: ${list(steps)}.`]),
  reasons: ({ reasons, resume_within_ms }) => {
    const always = [
      'cancelled',
      'vanished',
      ...(resume_within_ms === undefined ? [] : ['abandoned']),
    ];
    return [`Reasons why it can end early: ${list([...new Set([...reasons, ...always])])}.`];
  },
  nested: ({ nested }) =>
    nested === 'report'
      ? ['It is also reported if it starts inside another flow, with the name of that flow.']
      : [],
  resume_within_ms: ({ resume_within_ms }) =>
    resume_within_ms === undefined
      ? []
      : [
          `It can continue in later runs, for ${describeLength(resume_within_ms)}; a random id that is stored with the events links them.`,
        ],
  event_prefix: (flow) => listFlowEvents(flow).flatMap((event) => eventSection(event, '####')),
  milestones: elsewhere,
  properties: elsewhere,
  started: elsewhere,
  completed: elsewhere,
  aborted: elsewhere,
  failed: elsewhere,
};

const ofErrorClass: SectionsOf<ErrorClassDeclaration> = {
  name: ({ name, codes }) => [
    `| \`${name}\` | ${codes === undefined ? '' : `errors with the code ${list(codes)}`} |`,
  ],
  codes: elsewhere,
};

const ofCommand: SectionsOf<CommandDeclaration> = {
  name: ({ name }) => [`### Arguments of ${name}`],
  arguments: (command) => [
    ['| argument | values | why |', '|---|---|---|', ...propertyRows(command.arguments)].join('\n'),
  ],
};

const ofCatalog: SectionsOf<CatalogJson> = {
  format: nothing,
  tool: ({ tool, purpose }) => [
    `# Telemetry of ${tool}`,
    purpose ?? 'It reports how it is used, so that its maintainers learn where it fails.',
    `What \`${tool}\` reports is pseudonymous: a random identifier stands for an installation. This page lists everything.`,
    '## On every event',
    [
      '| property | meaning |',
      '|---|---|',
      ...[...Object.entries(baseProperties), ...identifiers].map(
        ([name, text]) => `| \`${name}\` | ${text} |`,
      ),
    ].join('\n'),
  ],
  purpose: elsewhere,
  invocation_properties: ({ invocation_properties }) => {
    const rows = propertyRows(invocation_properties);
    if (rows.length === 0) return [];
    return [
      'Also, once known:',
      ['| property | values | why |', '|---|---|---|', ...rows].join('\n'),
    ];
  },
  commands: ({ commands = [], usage_errors }) => [
    '## Every command',
    [...lifecycle, ...(usage_errors === true ? [rejected] : [])].join('\n'),
    ...commands.flatMap((command) => render(ofCommand, command)),
  ],
  usage_errors: elsewhere,
  error_classes: ({ error_classes = [] }) => {
    const rows = error_classes.flatMap((declared) => render(ofErrorClass, declared));
    return rows.length === 0
      ? []
      : ['### Named errors', ['| `error_class` | meaning |', '|---|---|', ...rows].join('\n')];
  },
  events: ({ events }) => [
    ...(events.length === 0 ? [] : ['## Single events']),
    ...events.flatMap((event) => render(ofEvent, event)),
  ],
  flows: ({ flows }) => [
    ...(flows.length === 0 ? [] : ['## Flows']),
    ...flows.flatMap((flow) => render(ofFlow, flow)),
  ],
  consent_version: ({ consent_version }) => [
    '## When this changes',
    `This describes version ${consent_version} of the collected data. The number rises when something new is collected; the notice is then shown again.`,
  ],
};

function neverAndHow(tool: string, prefix: string): string[] {
  const own = `${tool.toUpperCase().replaceAll('-', '_')}_TELEMETRY`;
  return [
    '## What is never collected',
    'Arguments that are not listed here, flag values, paths, file contents, values of variables, host and user names, e-mail addresses, error messages, stack traces. A property has one of the values listed here: anything else is reported as `other`, or not at all.',
    '## How to stop it',
    [
      `- \`${prefix}disable\` stops it for good; \`${prefix}status\` shows whether it is on, and why.`,
      `- \`--no-telemetry\` on the command line stops it for one run.`,
      `- \`DO_NOT_TRACK=1\`, \`${own}=off\` or \`${own}_DISABLED=1\` in the environment.`,
      `- \`telemetryDisabled: true\` in \`.${tool}.yaml\` stops it in a project.`,
    ].join('\n'),
    `Off means that no identifier is read or created, no file is written and no connection opened. \`${own}=log\` prints each event to stderr instead, and stores and sends nothing.`,
    '## Where it is stored',
    `In \`$XDG_STATE_HOME/${tool}/telemetry\` (\`~/.local/state/${tool}/telemetry\`; \`%LOCALAPPDATA%\\${tool}\\telemetry\` on Windows), readable only by you, until it is sent or seven days old. \`${prefix}log\` shows copies of the last 20 deliveries, which are stored there too.`,
    '## How to delete it',
    `\`${prefix}delete\` asks each collector to delete the events of this installation, and shows the receipts. Deleting the directory deletes the identifier, and with it the only proof that the sent events are yours.`,
  ];
}

/**
 * Writes what a tool collects for the people who use it, as Markdown. The same catalog always gives
 * the same document.
 *
 * @param prefix What users type before the name of a telemetry command, with the separator.
 */
export function renderTelemetryDocument(
  catalog: CatalogJson,
  prefix = `${catalog.tool} telemetry `,
): string {
  const blocks = [
    `<!-- Written by \`sonde catalog docs\` from the catalog of ${catalog.tool}; do not edit. -->`,
    ...render(ofCatalog, catalog),
    ...neverAndHow(catalog.tool, prefix),
  ];
  return `${blocks.join('\n\n')}\n`;
}
