#!/usr/bin/env node
// A person at a browser, for the variable BROWSER: person-at-browser.js <address>
//
// Walks orbit-cloud's real pages over HTTP, with cookies and forms, and follows the last redirect to
// the program that waits on the loopback. What the person does is read from the JSON file named in
// ORBIT_PERSON_FILE (it holds a password: make it 0600), or from variables:
//
//   file          variable                 meaning
//   action        ORBIT_PERSON_ACTION      sign_in (default), sign_up, cancel, or never_answer
//   user_name     ORBIT_PERSON_USER_NAME   for sign_in and sign_up
//   password      ORBIT_PERSON_PASSWORD    for sign_in and sign_up
//
// The exit code is 0 when the person did that, else 1 with the reason on stderr. never_answer looks
// at the page and leaves it. A browser that cannot be opened is BROWSER=/bin/false.
import { main } from '../dist/person-at-browser-main.js';

// biome-ignore lint/style/noProcessEnv: this is the entry, and passes it on
process.exitCode = await main(process.argv.slice(2), process.env);
