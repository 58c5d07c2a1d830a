import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tweetParts, TweetCollector, type TokenizedTweets } from './tokenized-tweets.js';
import { tokenizeTweet } from './tweet-tokenizer.js';
import { specialWords } from './vocabulary.js';

interface Tweet {
  readonly text: string;
  readonly label: number;
}

function tokenized(tweets: readonly Tweet[], heldBack: number): TokenizedTweets {
  const collector = new TweetCollector();
  for (const { label, text } of tweets) collector.add(label, text);
  return collector.finish(heldBack);
}

/** The tweets of each part, as words and label. */
function readBack({ words, sizes, lengths, labels, tokens }: TokenizedTweets): string[][] {
  const vocabulary = [...specialWords, ...words];
  let tweet = 0;
  let at = 0;
  return tweetParts.map((part) =>
    Array.from({ length: sizes[part] }, () => {
      const ids = tokens.subarray(at, (at += lengths[tweet]!));
      return `${labels[tweet++]} ${Array.from(ids, (id) => vocabulary[id]).join(' ')}`;
    }),
  );
}

const words = fc.constantFrom('a', 'b', 'Hug', 'soooo', '@x', ':)', '!!!', '\ud83d', '', 'a'.repeat(30));
const tweets = fc.array(
  fc.record({ text: fc.array(words, { maxLength: 4 }).map((some) => some.join(' ')), label: fc.nat(1) }),
  { maxLength: 40 },
);

describe('TweetCollector', () => {
  it('puts each tweet into one part, equal tweets into the same, and knows only words to train on', () => {
    fc.assert(
      fc.property(tweets, fc.nat(5), (all, heldBack) => {
        const made = tokenized(all, heldBack);
        const parts = readBack(made);
        expect(parts.map((part) => part.length)).toEqual(tweetParts.map((part) => made.sizes[part]));
        const known = new Set(made.words);
        const trained = new Set(parts[0]!.flatMap((tweet) => tweet.split(' ').slice(1)));
        trained.delete('<unknown>');
        expect(known).toEqual(trained);
        const expected = all.map(({ text, label }) => {
          const shown = tokenizeTweet(text).map((word) => (known.has(word) ? word : '<unknown>'));
          return `${label} ${shown.join(' ') || '<unknown>'}`;
        });
        expect(parts.flat().sort()).toEqual(expected.sort());
        const [train, ...heldBackParts] = parts as [string[], string[], string[]];
        for (const part of heldBackParts) {
          for (const tweet of part) {
            if (!tweet.includes('<unknown>')) expect(train).not.toContain(tweet);
          }
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('shuffles a part, always the same way', () => {
    const all = Array.from({ length: 200 }, (_, i) => ({ text: `word${i}`, label: i < 100 ? 0 : 1 }));
    const made = tokenized(all, 20);
    expect(made).toEqual(tokenized(all, 20));
    expect(made.sizes).toEqual({ train: 120, validation: 40, test: 40 });
    for (const start of [0, 120, 160]) {
      const part = made.labels.subarray(start, start + 40);
      expect(part.filter((label) => label === 1).length).toBeGreaterThan(8);
      expect(part.slice().sort()).not.toEqual(part);
    }
  });

  it('cuts a tweet after 255 tokens', () => {
    const { lengths, tokens } = tokenized([{ text: 'a b '.repeat(1000), label: 1 }], 0);
    expect([lengths[0], tokens.length]).toEqual([255, 255]);
  });

  it('refuses more words than tweets have', () => {
    const collector = new TweetCollector(2);
    collector.add(0, 'a b a b');
    expect(() => collector.add(0, 'a c')).toThrow('has more than 2 different words');
  });
});
