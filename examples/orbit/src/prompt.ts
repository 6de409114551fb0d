import { CancelledError } from './cli-error.js';

export interface PromptOptions {
  /** Aborting it cancels the prompt, like Ctrl-C. */
  signal: AbortSignal;
}

type Inquirer = typeof import('@inquirer/prompts');

/** Where prompts are drawn: stdout is only for results. */
type PromptContext = { output: NodeJS.WriteStream; signal: AbortSignal };

const cancellations = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

/**
 * Shows one prompt on the terminal. The library is loaded with the first one, so that commands
 * without prompts start faster.
 *
 * @throws CancelledError on Ctrl-C.
 */
export async function ask<T>(
  options: PromptOptions,
  question: (inquirer: Inquirer, context: PromptContext) => Promise<T>,
): Promise<T> {
  const inquirer = await import('@inquirer/prompts');
  try {
    return await question(inquirer, { output: process.stderr, signal: options.signal });
  } catch (error) {
    if (error instanceof Error && cancellations.has(error.name)) {
      throw new CancelledError(undefined, { cause: error });
    }
    throw error;
  }
}
