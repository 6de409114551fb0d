import { SondeError } from '@sonde/protocol';

/** What a check of the doctor found. */
export interface Finding {
  state: 'ok' | 'warn' | 'fail';
  /** What was looked at. */
  name: string;
  message: string;
  /** What to do; absent where all is well. */
  action?: string;
}

export function ok(name: string, message: string): Finding {
  return { state: 'ok', name, message };
}

export function warn(name: string, message: string, action: string): Finding {
  return { state: 'warn', name, message, action };
}

export function fail(name: string, message: string, action: string): Finding {
  return { state: 'fail', name, message, action };
}

/** Runs a check; what it throws is what it found. */
export async function find(name: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof SondeError) {
      return fail(name, `${error.code}: ${error.message}`, error.entry.action);
    }
    const message = error instanceof Error ? error.message : String(error);
    return fail(name, message, 'See the message.');
  }
}
