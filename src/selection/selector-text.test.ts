import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending, play, samplesOf } from '../../test/support/play-selector.js';
import { UsageError } from '../core/errors.js';
import { selectors } from './registry.js';
import { sequentialOrder } from './sequential/sequential.js';
import { fileIn, selectorFromText } from './selector-text.js';

const situation = { size: 40, batchSize: 8, classes: 2, seed: 1 };

describe('selectorFromText', () => {
  it('finds every selector by its name', () => {
    for (const { name } of selectors) {
      expect(selectorFromText(name).create()(samplesOf(situation)).name).toBe(name);
    }
  });

  it('passes options on', async () => {
    const { create } = selectorFromText('random-subsets:share=0.2:replacement=false');
    const batches = await play(create()(samplesOf(situation)), situation, { steps: 5 });
    expect(batches.map(({ indices }) => indices.length)).toEqual([8, 8, 8, 8, 8]);
    expect(ascending(batches.flatMap(({ indices }) => [...indices]))).toEqual([...Array(40).keys()]);
  });

  it('puts decorators around the last one, the outermost first', () => {
    const { create } = selectorFromText('length-bucketed:pool=3+class-balanced+highest-loss:top=0.5');
    expect(create()(samplesOf(situation)).name).toBe('length-bucketed(class-balanced(highest-loss))');
  });

  it('takes a file for the innermost selector, if it is given its code', () => {
    const files = new Map([
      ['./mine.ts#1a2b3c4d', sequentialOrder()],
      ['/a+b/c:d.js', sequentialOrder()],
    ]);
    const nameOf = (text: string) => selectorFromText(text, files).create()(samplesOf(situation)).name;
    expect(nameOf('./mine.ts#1a2b3c4d')).toBe('sequential');
    expect(nameOf('length-bucketed:pool=3+class-balanced+./mine.ts#1a2b3c4d')).toBe(
      'length-bucketed(class-balanced(sequential))',
    );
    expect(nameOf('length-bucketed+/a+b/c:d.js')).toBe('length-bucketed(sequential)');
    expect(selectorFromText('./mine.ts#1a2b3c4d', files)).toMatchObject({
      text: './mine.ts#1a2b3c4d',
      keptShare: undefined,
    });
    for (const unknown of ['./mine.ts', './mine.ts#1a2b3c4e', 'length-bucketed+/a+b/c']) {
      expect(() => selectorFromText(unknown, files)).toThrow('is a file, and files are not run here');
    }
  });

  it.each([
    ['./mine', './mine'],
    ['../mine.ts', '../mine.ts'],
    ['/mine', '/mine'],
    ['mine.ts', 'mine.ts'],
    ['mine.mjs#01234567', 'mine.mjs#01234567'],
    ['C:\\mine.js', 'C:\\mine.js'],
    ['length-bucketed:pool=0.5+mine.cjs', 'mine.cjs'],
    ['length-bucketed+./c++/mine.js', './c++/mine.js'],
    ['highest-loss:top=0.5', undefined],
    ['length-bucketed+highest-loss:top=0.5', undefined],
    ['minejs', undefined],
    ['', undefined],
  ])('sees in "%s" the file %s', (text, file) => expect(fileIn(text)).toBe(file));

  it('knows what share of the samples is kept', () => {
    expect(selectorFromText('highest-loss').keptShare).toBeCloseTo(0.37, 12);
    expect(selectorFromText('highest-loss:top=0.2:explore=0').keptShare).toBeCloseTo(0.2, 12);
    expect(selectorFromText('class-balanced+highest-loss:top=0.2:explore=0').keptShare).toBeCloseTo(0.2, 12);
    expect(selectorFromText('random-shuffling').keptShare).toBeUndefined();
  });

  it('knows whether batches may be halved', () => {
    expect(selectorFromText('choosy').halvesBatches).toBe(true);
    expect(selectorFromText('choosy:focus=false').halvesBatches).toBe(true);
    expect(selectorFromText('choosy:halve=false').halvesBatches).toBe(false);
    expect(selectorFromText('random-shuffling').halvesBatches).toBe(false);
  });

  it.each([
    ['random-shufling', 'There is no selector "random-shufling"; did you mean "random-shuffling"?'],
    ['', 'There is no selector ""'],
    ['length-bucketed+', 'There is no selector ""'],
    ['highest-loss:tpo=1', 'The selector highest-loss has no option "tpo"; it has top, explore.'],
    ['random-shuffling:share=1', 'The selector random-shuffling has no option "share"; it has none.'],
    ['highest-loss:top', 'The option top of highest-loss has no value; write it as highest-loss:top=0.5.'],
    ['highest-loss:top=much', 'highestLoss: top must be from 0 to 1, got "much".'],
    ['highest-loss:top=2', 'highestLoss: top must be from 0 to 1, got 2.'],
    ['highest-loss+random-shuffling', 'puts highest-loss before a +, but it regroups no other selector'],
    ['random-shuffling:__proto__=1', 'The selector random-shuffling has no option "__proto__"'],
    ['./mine.js', 'The selector "./mine.js" is a file, and files are not run here; name one that'],
    ['random-shufling+./mine.js', 'There is no selector "random-shufling"'],
  ])('refuses "%s"', (text, message) => {
    expect(() => selectorFromText(text)).toThrow(UsageError);
    expect(() => selectorFromText(text)).toThrow(message);
  });

  it('refuses or takes any text, and throws nothing else', () => {
    const piece = fc.constantFrom('highest-loss', ':', '=', '+', 'top', '0.5', 'class-balanced', 'true', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            expect(selectorFromText(text).text).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});

describe('the registry', () => {
  const withOptions = selectors.flatMap(({ options = [], ...entry }) =>
    options.map((option) => [entry.name, option, entry] as const),
  );
  it.each(withOptions)('%s has the option %s', (_name, option, { create }) => {
    expect(() => create({ [option]: 'nonsense' })).toThrow(option);
  });
});
