import { CancelledError } from './cli-error.js';

export interface PromptOptions {
  /** Ends the prompt, as Ctrl-C does. */
  signal: AbortSignal;
}

type Inquirer = typeof import('@inquirer/prompts');

/** Where prompts are drawn: stdout is for results alone. */
type PromptContext = { output: NodeJS.WriteStream; signal: AbortSignal };

const cancellations = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

/**
 * Asks one question on the terminal. The library is loaded with the first one, so that commands that
 * ask nothing do not pay for it.
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
