declare const SONDE_SENDING: string;
declare const SONDE_INVOCATION: string;
declare const SONDE_DEFERRED: string;
declare const SONDE_SENDER_TEXT: string;
declare const SONDE_COMMANDS: string;

/*
 * The programs that a build in one file holds as text; put in by the build. In this order they resemble
 * each other most within the 32 kB that a compressor looks back.
 *
 * Each in a function of its own, declared: an engine that is not asked for it passes over its text, and
 * makes no string of it.
 */

/** `sending.ts` */
export function sendingText(): string {
  return SONDE_SENDING;
}
/** `invocation.ts` */
export function invocationText(): string {
  return SONDE_INVOCATION;
}
/** `deferred.ts` */
export function deferredText(): string {
  return SONDE_DEFERRED;
}
/** `sender.ts`; empty where it is a file of its own. */
export function senderText(): string {
  return SONDE_SENDER_TEXT;
}
/** `commands.ts` */
export function commandsText(): string {
  return SONDE_COMMANDS;
}
