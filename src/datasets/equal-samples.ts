import { datasetSize, type Dataset } from '../training/dataset.js';

/**
 * Finds samples that repeat another's features, for `splitDataset`: a copy in the test part of a sample to
 * train on makes a test too favourable.
 *
 * @returns One integer a sample: the index of the first sample whose features are the same.
 */
export function groupEqualSamples(dataset: Dataset): Int32Array {
  const { features } = dataset;
  const size = datasetSize(dataset);
  const width = features.length / size;
  const firsts = new Map<string, number>();
  return Int32Array.from({ length: size }, (_, index) => {
    const key = features.subarray(index * width, (index + 1) * width).join();
    const first = firsts.get(key) ?? index;
    firsts.set(key, first);
    return first;
  });
}
