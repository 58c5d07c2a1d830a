import { readFileSync } from 'node:fs';
import { selectors } from 'choosy/selection';

/** The card of a selector: a README.md that begins with its title. */
export const cardOf = (name: string): string =>
  readFileSync(new URL(`../../src/selection/${name}/README.md`, import.meta.url), 'utf8');

/** Those that have an option without a default, so that their name alone does not make them. */
export const unregistered = ['rho-loss'];

/** The text of docs/selectors.md, as Markdown that is not yet laid out. */
export function selectorsPage(): string {
  const names = [...selectors.map(({ name }) => name), ...unregistered];
  const cards = names.map(cardOf);
  return [
    '# Selectors',
    '<!-- Written by docs/selectors/make.ts from the registry and the cards, src/selection/*/README.md: change those, and run `npm run docs:selectors`. -->',
    '`choosy train --task NAME --selector NAME …` trains with a selector and its default options; the library has ' +
      'each as a function. N is the number of samples, B the batch size.',
    [
      '| selector | what it does | all samples once an epoch |',
      '| --- | --- | --- |',
      ...selectors.map(
        ({ name, summary, visitsAll }, i) =>
          `| [\`${name}\`](#${anchorOf(titleOf(cards[i]!))}) | ${summary} | ${visitsAll ? 'yes' : 'no'} |`,
      ),
    ].join('\n'),
    'Only the library has [RHO-LOSS](#rho-loss), `rhoLoss`, since it needs the losses of a reference model.',
    ...names.map((name, i) =>
      // One level down, with links from this page's folder; below the title stands the name by which the command line knows it.
      cards[i]!.trim()
        .replace(/^#/gm, '##')
        .replaceAll('](../../../docs/', '](')
        .replace('\n', `\n\n\`${name}\` · [source](../src/selection/${name}/${name}.ts)\n`),
    ),
  ].join('\n\n');
}

const titleOf = (card: string): string => /^# (.*)$/m.exec(card)![1]!;

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
