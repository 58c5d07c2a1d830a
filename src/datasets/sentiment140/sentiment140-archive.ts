import type { FileCollection } from '../files/data-file.js';

/** The archive that Stanford publishes. Its SHA-256 is the one that TensorFlow Datasets lists. */
export const sentiment140Files: FileCollection<'archive'> = {
  title: 'Sentiment140',
  folder: 'sentiment140',
  files: {
    archive: {
      name: 'trainingandtestdata.zip',
      size: 81_363_704,
      sha256: '004a3772c8a7ff9bbfeb875880f47f0679d93fc63e5cf9cff72d54a8a6162e57',
    },
  },
  mirrors: ['https://cs.stanford.edu/people/alecmgo/'],
};
