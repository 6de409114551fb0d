import { SondeError } from '@sonde/protocol';

/** The first of the descriptors that are handed over, by convention. */
const firstFd = 3;

/**
 * The descriptor of a listening socket that a supervisor hands to this process, as systemd does: in
 * `LISTEN_PID` and `LISTEN_FDS`. Undefined when there is none.
 *
 * Throws `setting_invalid` for more than one.
 */
export function readHandedSocket(
  environment: Record<string, string | undefined>,
  pid: number,
): number | undefined {
  // Variables that were meant for another process are inherited.
  if (environment.LISTEN_PID !== String(pid) || !environment.LISTEN_FDS) return undefined;
  if (environment.LISTEN_FDS === '1') return firstFd;
  throw new SondeError('setting_invalid', {
    detail: `LISTEN_FDS must be 1, not ${environment.LISTEN_FDS}`,
  });
}
