/** Writes docs/selectors.md from the registry of selectors and their cards: `npm run docs:selectors`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { selectorsPage } from './page.js';

const page = fileURLToPath(new URL('../selectors.md', import.meta.url));
writeFileSync(page, await format(selectorsPage(), { ...(await resolveConfig(page)), parser: 'markdown' }));
