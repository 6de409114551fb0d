/** The entry for bundlers and for runtimes other than Node.js: all of it in one file, the sender too. */
import { becomeSender } from './delivery/become-sender.js';

export * from './index.js';

// biome-ignore lint/style/noProcessEnv: this is an entry; values are passed down from here
becomeSender(process.env);
