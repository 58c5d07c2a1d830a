import { loadSentiment140 } from '../datasets/index.js';
import { padding, unknown } from '../datasets/sentiment140/vocabulary.js';
import type { Task } from '../tasks/index.js';
import { classBalance } from './class-balance.js';
import { frequentWords } from './frequent-words.js';
import type { Plotter } from './plotter.js';
import { tweetLengths } from './tweet-lengths.js';

/** The pictures of a task on tweets. */
export const tweetPictures = (task: Task, title: string): Plotter => ({
  name: task.name,
  async pictures({ dataDirectory, onProgress }) {
    const { train, validation, test, vocabulary } = await loadSentiment140({ dataDirectory, onProgress });
    return [
      classBalance({ trainingSet: train, validationSet: validation, testSet: test }, title),
      tweetLengths(train, title),
      frequentWords(train, {
        title,
        vocabulary,
        notes: ['<user> stands for the name of any user, <url> for any link.'],
        notWords: [padding, unknown],
      }),
    ];
  },
});
