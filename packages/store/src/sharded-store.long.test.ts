import { describeServers } from './testing/describe-servers.js';

describeServers('the store on two shards', 2);
