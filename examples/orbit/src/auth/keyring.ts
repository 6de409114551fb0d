/** Secrets in the operating system's own store. */
export interface Keyring {
  /** Undefined when there is none of this name. */
  read(account: string): Promise<string | undefined>;
  write(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
}

const service = 'orbit';

/** Somebody may have to unlock it first. */
const patienceMs = 60_000;

/**
 * Opens the keyring. Loading it, and every operation, rejects where there is none: no such library for
 * this platform, no secret service, a locked store.
 */
export async function openKeyring(signal: AbortSignal): Promise<Keyring> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // The kernel's keyring, which it would fall back to, forgets everything with the next start.
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
