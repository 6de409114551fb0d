/** Secrets in the operating system's keyring. */
export interface Keyring {
  /** Undefined if there is no such secret. */
  read(account: string): Promise<string | undefined>;
  write(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
}

const service = 'orbit';

/** The user may have to unlock it first. */
const patienceMs = 60_000;

/**
 * Opens the keyring. Loading it and every operation reject if it is unavailable: no library for
 * this platform, no secret service, a locked keyring.
 */
export async function openKeyring(signal: AbortSignal): Promise<Keyring> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // The library would fall back to the kernel's keyring, which loses everything at the next boot.
  const entry = (account: string) =>
    new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  const patience = () => AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  return {
    read: async (account) => (await entry(account).getPassword(patience())) ?? undefined,
    write: (account, secret) => entry(account).setPassword(secret, patience()),
    async remove(account) {
      await entry(account).deleteCredential(patience());
    },
  };
}
