import { SondeError } from '@sonde/protocol';

/** The first inherited descriptor, by convention. */
const firstFd = 3;

/**
 * The descriptor of a listening socket that a supervisor such as systemd passes to this process, in
 * `LISTEN_PID` and `LISTEN_FDS`. Undefined if there is none.
 *
 * Throws `setting_invalid` for more than one.
 */
export function readHandedSocket(
  environment: Record<string, string | undefined>,
  pid: number,
): number | undefined {
  // These variables may be inherited from another process.
  if (environment.LISTEN_PID !== String(pid) || !environment.LISTEN_FDS) return undefined;
  if (environment.LISTEN_FDS === '1') return firstFd;
  throw new SondeError('setting_invalid', {
    detail: `LISTEN_FDS must be 1, not ${environment.LISTEN_FDS}`,
  });
}
