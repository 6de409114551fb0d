import { end } from './ending.mjs';

await end(() => {});
