import { expect, it } from 'vitest';
import { offeredVersions } from './offered-versions.js';

const versions = ['1.2.0', '1.1.0'];
const offer = (more: Partial<Parameters<typeof offeredVersions>[0]>) =>
  offeredVersions({ versions, chosen: '', shown: [], ...more });

it('offers the versions that the page does not show alone', () => {
  expect(offer({})).toEqual(versions);
  expect(offer({ shown: versions })).toEqual(versions);
  expect(offer({ shown: ['1.2.0'] })).toEqual(['1.1.0']);
  expect(offer({ versions: ['1.2.0'] })).toEqual([]);
  expect(offer({ versions: ['1.2.0'], shown: ['1.2.0'] })).toEqual([]);
});

it('keeps the chosen version, even if it is not known or the page shows it', () => {
  expect(offer({ chosen: '0.9.0' })).toEqual(['0.9.0', ...versions]);
  expect(offer({ chosen: '1.2.0', shown: ['1.2.0'] })).toEqual(['1.2.0', '1.1.0']);
});
