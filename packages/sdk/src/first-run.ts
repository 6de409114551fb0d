/*
 * What few runs need: who the installation is, and what its user is told. Loaded by the name of its
 * file, where only a synchronous require is possible.
 */
export { createAnonymousId } from './create-anonymous-id.js';
export { makeDirectory } from './make-directory.js';
