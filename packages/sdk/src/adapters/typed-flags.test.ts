import { describe, expect, test } from 'vitest';
import { type DeclaredFlag, typedFlags } from './typed-flags.js';

const flag = (name: string, aliases: string[] = [], takesValue = false): DeclaredFlag => ({
  name,
  aliases,
  takesValue,
});
const declared = [
  flag('force', ['f']),
  flag('dryRun'),
  flag('Verbose', ['V']),
  flag('verbose', ['v']),
  flag('plan', ['p'], true),
  flag('env', [], true),
];

describe('names of the flags on a command line', () => {
  test.each<[string, string[]]>([
    ['deploy', []],
    ['--force', ['force']],
    ['-f --force', ['force']],
    ['-fv', ['force', 'verbose']],
    ['--dry-run', ['dry-run']],
    ['--dryRun', ['dry-run']],
    ['--no-force', ['no-force']],
    ['--no-dry-run', ['no-dry-run']],
    ['--plan pro --plan=free', ['plan']],
    ['-ppro', ['plan']],
    // If a flag in a cluster takes a value, the rest is its value.
    ['-fpv', ['force', 'plan']],
    ['-p=f', ['plan']],
    ['--env.NAME value', ['env']],
    ['--secret --no-secret -x -5 - s3cret', []],
    ['-- --force', []],
    ['--force=secret', ['force']],
  ])('%s', (line, expected) => {
    expect(typedFlags(line.split(' '), declared)).toEqual(expected);
  });

  test('short names are case-sensitive', () => {
    expect(typedFlags(['-V'], declared)).toEqual(['Verbose']);
  });

  test('a value that looks like a flag is a value if the framework accepts it as one', () => {
    const line = ['--plan', '--force', '-p', '--dry-run', '--plan=x', '-f'];
    expect(typedFlags(line, declared, true)).toEqual(['plan', 'force']);
    expect(typedFlags(line, declared)).toEqual(['plan', 'force', 'dry-run']);
  });
});
