import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

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

/** Links and pictures, in Markdown and in HTML, that lead to a file of this project. */
function filesLinkedFrom(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
    ([, a, b]) => (a ?? b)!,
  );
  return links.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.split('#')[0]!);
}

test.each(pages)('%s links to files that are there', (page) => {
  const missing = filesLinkedFrom(page).filter((link) => !existsSync(join(root, dirname(page), link)));
  expect(missing).toEqual([]);
});

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (page: string): string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('%s links to headings that are there', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  for (const [link, path, anchor] of text.matchAll(/\]\(([^)\s:#]*\.md)?#([^)\s]+)\)/g)) {
    const target = path === undefined ? page : join(dirname(page), path);
    expect(anchorsOf(target), `${link} in ${page}`).toContain(anchor);
  }
});
