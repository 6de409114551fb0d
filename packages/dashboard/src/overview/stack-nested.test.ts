import { expect, it } from 'vitest';
import { stackNested } from './stack-nested.js';

it('makes stacks as high as the whole, with the parts in it', () => {
  const points = [
    { time: 'a', runs: 5, completed: 2 },
    { time: 'b', runs: 0, completed: 0 },
  ];
  expect(stackNested(points, ['runs', 'completed'])).toEqual([
    { time: 'a', runs: 3, completed: 2 },
    { time: 'b', runs: 0, completed: 0 },
  ]);
});
