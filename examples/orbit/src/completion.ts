import type { Command } from 'commander';
import type { Profiles } from './profiles.js';

export const completionShells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof completionShells)[number];

/**
 * Scripts that shells load to complete orbit's command lines. Each calls `orbit complete --
 * <words>`, which prints a line `candidate<TAB>description` for each candidate, and a last line
 * that begins with a colon.
 *
 * Words are passed unchanged, never through `eval`: pressing Tab must not run what was typed.
 */
export const completionScripts: Record<CompletionShell, string> = {
  bash: `_orbit() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == :* ]] || COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(orbit complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _orbit orbit
`,
  zsh: `#compdef orbit
_orbit() {
  local line
  local -a candidates
  while IFS= read -r line; do
    [[ $line == :* ]] || candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(orbit complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe orbit candidates
}
if [[ $funcstack[1] == _orbit ]]; then _orbit; else compdef _orbit orbit; fi
`,
  fish: `function __orbit_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  orbit complete -- $words "$current" 2>/dev/null | string match --invert ':*'
end
complete -c orbit -f -a '(__orbit_complete)'
`,
};

/**
 * Prints completions of an unfinished command line; the last word, perhaps empty, is the one being
 * typed.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  profiles: () => Profiles,
): Promise<void> {
  const { default: createCompletion } = await import('@bomb.sh/tab/commander');
  // The library adds its own command, which prints scripts; we use the scripts above.
  const completionCommandName = 'completion-script';
  const completion = createCompletion(program, { completionCommandName });
  completion.commands.delete(completionCommandName);
  for (const command of completion.commands.values()) {
    const application = command.options.get('app');
    if (application === undefined) continue;
    application.handler = (add) => {
      for (const { name, region } of Object.values(profiles().applications)) add(name, region);
    };
  }
  completion.parse([...words]);
}
