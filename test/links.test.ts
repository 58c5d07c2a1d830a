import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { anchorOf } from '../docs/selectors/page.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...markdownIn('docs'),
  ...markdownIn('results'),
  ...markdownIn('src'),
];

function markdownIn(folder: string): string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.md')).map((path) => join(folder, path));
}

const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Links and pictures, in Markdown and in HTML, that lead to a file or heading of this project. */
const linksFrom = (page: string): string[] =>
  [...read(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, inMarkdown, inHtml]) => (inMarkdown ?? inHtml)!)
    .filter((link) => !/^https?:/.test(link));

const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

test.each(pages)('%s links to files and headings that are there', (page) => {
  const broken = linksFrom(page).filter((link) => {
    const [path, anchor] = link.split('#') as [string, string?];
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});
