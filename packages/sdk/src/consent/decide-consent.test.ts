import { describe, expect, test } from 'vitest';
import { type ConsentInput, decideConsent } from './decide-consent.js';

const base: ConsentInput = {
  tool: 'my-tool',
  argv: [],
  environment: {},
  disabledByProject: () => false,
  readSetting: () => undefined,
  findHidden: () => undefined,
  defaultConsent: 'on',
};

const chosen = (telemetry: 'on' | 'off') => () => ({ telemetry, consentVersion: 1 });

describe('consent', () => {
  test.each<[Partial<ConsentInput>, string, string]>([
    [{}, 'on', 'default'],
    [{ defaultConsent: 'off' }, 'off', 'default'],
    [
      { argv: ['x', '--no-telemetry'], environment: { DO_NOT_TRACK: '1' } },
      'off',
      '--no-telemetry',
    ],
    [{ argv: ['--', '--no-telemetry'] }, 'on', 'default'],
    ...[
      '--no-telemetry=true',
      '--no-telemetry=',
      '--telemetry=false',
      '--telemetry=OFF',
      '--telemetry=0',
    ].map((option): [Partial<ConsentInput>, string, string] => [
      { argv: ['list', option, '--', 'x'] },
      'off',
      '--no-telemetry',
    ]),
    [{ argv: ['--telemetry', '--telemetry=on', '--no-telemetry-of-others'] }, 'on', 'default'],
    [{ environment: { DO_NOT_TRACK: '1' } }, 'off', 'DO_NOT_TRACK'],
    [{ environment: { DO_NOT_TRACK: 'yes' } }, 'off', 'DO_NOT_TRACK'],
    [{ environment: { DO_NOT_TRACK: '' } }, 'on', 'default'],
    [{ environment: { DO_NOT_TRACK: '0' } }, 'on', 'default'],
    [{ environment: { DO_NOT_TRACK: 'False' } }, 'on', 'default'],
    ...['', ' ', '1', 'true', 'YES', 'on', 'enabled'].map(
      (value): [Partial<ConsentInput>, string, string] => [
        { environment: { MY_TOOL_TELEMETRY: value } },
        'on',
        'default',
      ],
    ),
    // An unknown value may be meant as an opt-out.
    ...['0', 'false', 'no', 'off', 'disabled', 'OFF', ' off ', 'n', 'none', 'disable', '"0"'].map(
      (value): [Partial<ConsentInput>, string, string] => [
        { environment: { MY_TOOL_TELEMETRY: value } },
        'off',
        'MY_TOOL_TELEMETRY',
      ],
    ),
    [{ environment: { MY_TOOL_TELEMETRY: 'log' } }, 'log', 'MY_TOOL_TELEMETRY'],
    [{ environment: { MY_TOOL_TELEMETRY: 'log', DO_NOT_TRACK: '1' } }, 'off', 'DO_NOT_TRACK'],
    [{ environment: { MY_TOOL_TELEMETRY_DISABLED: '1' } }, 'off', 'MY_TOOL_TELEMETRY_DISABLED'],
    ...['1', 'true', 'yes', 'no'].map((value): [Partial<ConsentInput>, string, string] => [
      { environment: { MY_TOOL_TELEMETRY_DISABLED: value } },
      'off',
      'MY_TOOL_TELEMETRY_DISABLED',
    ]),
    [
      { findHidden: () => 'DO_NOT_TRACK of a parent process' },
      'off',
      'DO_NOT_TRACK of a parent process',
    ],
    [{ findHidden: () => 'x', environment: { MY_TOOL_TELEMETRY: 'log' } }, 'off', 'x'],
    [{ findHidden: () => 'x', readSetting: chosen('on') }, 'off', 'x'],
    [{ disabledByProject: () => true }, 'off', 'telemetryDisabled'],
    [{ readSetting: chosen('off') }, 'off', 'setting'],
    [{ readSetting: chosen('on'), defaultConsent: 'off' }, 'on', 'setting'],
    [{ readSetting: chosen('on'), disabledByProject: () => true }, 'off', 'telemetryDisabled'],
    [{ readSetting: chosen('on'), environment: { DO_NOT_TRACK: '1' } }, 'off', 'DO_NOT_TRACK'],
    [{ readSetting: chosen('off'), environment: { MY_TOOL_TELEMETRY: 'on' } }, 'off', 'setting'],
    [{ readSetting: () => 'unreadable' }, 'off', 'unreadable setting'],
  ])('%j is %s by %s', (input, mode, decidedBy) => {
    expect(decideConsent({ ...base, ...input })).toMatchObject({ mode, decidedBy });
  });
});
