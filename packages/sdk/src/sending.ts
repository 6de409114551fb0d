/** What only a run needs that sends: a text of its own, since it is most of what such a run adds. */

export { flushEvery } from './delivery/flush-interval.js';
export { runSender, startSender, writeSenderSettings } from './delivery/start-sender.js';
