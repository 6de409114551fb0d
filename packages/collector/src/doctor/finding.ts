import { SondeError } from '@sonde/protocol';

/** The result of a check. */
export interface Finding {
  state: 'ok' | 'warn' | 'fail';
  /** What was checked. */
  name: string;
  message: string;
  /** What to do; absent if there is no problem. */
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

/** Runs a check; an error that it throws is its result. */
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
