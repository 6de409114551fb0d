import { expect, test } from 'vitest';
import { formatTable } from './output.js';

test('columns are as wide as their widest cell, without trailing spaces', () => {
  const rows = [
    ['NAME', 'REGION'],
    ['a', 'eu-1'],
    ['sparrow', ''],
  ];
  expect(formatTable(rows)).toBe('NAME     REGION\na        eu-1\nsparrow');
});
