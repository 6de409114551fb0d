import { describeServers } from './testing/describe-servers.js';

describeServers('the store on a server', 1);
