import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { frameworks } from './frameworks.js';
import { installSteps } from './install-steps.js';

const read = (name: string) =>
  readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
const codeBlocks = (text: string) =>
  [...text.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code = '']) => code.trim());

it('shows the programs that docs/adapters.md has', () => {
  const documented = codeBlocks(read('adapters.md'));
  for (const { files } of frameworks) {
    for (const { code } of files({ endpoint: 'http://127.0.0.1:7377', key: undefined })) {
      expect(documented).toContain(code);
    }
  }
});

it('installs the SDK like docs/quick-start.md', () => {
  const documented = codeBlocks(read('quick-start.md'));
  for (const { code } of installSteps) {
    expect(documented.some((block) => block.startsWith(code))).toBe(true);
  }
});

it('puts address and key in the code of every framework', () => {
  for (const { files } of frameworks) {
    const codes = files({ endpoint: 'https://sonde.example', key: 'sonde_wk_Zm9v' });
    expect(codes.at(-1)?.code).toContain(
      "  endpoint: 'https://sonde.example',\n  key: 'sonde_wk_Zm9v',\n});",
    );
  }
});
