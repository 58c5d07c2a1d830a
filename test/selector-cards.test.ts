import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { selectors } from 'choosy';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { cardOf, selectorsPage, unregistered } from '../docs/selectors/page.js';

const names = selectors.map(({ name }) => name);

it('every folder of src/selection but shared is a selector, in the registry if it needs no options', () => {
  const folder = new URL('../src/selection/', import.meta.url);
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...names, ...unregistered, 'shared'].sort());
});

it.each([...names, ...unregistered])('the card of %s says all that a card must say', (name) => {
  const card = cardOf(name);
  expect(card).toMatch(/^# [A-Z].*\n\n[A-Z]/);
  for (const part of ['Source', 'Options', 'Cost', 'Bias', 'Helps', 'Fails']) {
    expect(card).toContain(`\n- **${part}:** `);
  }
  expect(card).toMatch(/\n- \*\*Differences from the (paper|papers|source):\*\* /);
});

it('docs/selectors.md is what `npm run docs:selectors` writes', async () => {
  const page = fileURLToPath(new URL('../docs/selectors.md', import.meta.url));
  const text = await format(selectorsPage(), { ...(await resolveConfig(page)), parser: 'markdown' });
  expect(readFileSync(page, 'utf8')).toBe(text);
});
