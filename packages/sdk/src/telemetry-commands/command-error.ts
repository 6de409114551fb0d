/** Why a command could not do what it was asked to; its message is for the user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
