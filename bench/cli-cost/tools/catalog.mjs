import { defineCatalog, oneOf } from 'sonde';

const properties = { volume: oneOf('normal', 'loud') };
export const catalog = defineCatalog({
  tool: 'bench',
  purpose: 'To see which greetings are used.',
  events: { Opened: { properties }, Greeted: { properties }, Closed: { properties } },
});
