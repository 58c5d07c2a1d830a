/** The samples in the order of the data set. */
export function allSamples(size: number): Uint32Array {
  const samples = new Uint32Array(size);
  for (let sample = 0; sample < size; sample++) samples[sample] = sample;
  return samples;
}

/** Those samples that a condition is true of, in the order of the data set. It is asked twice for each. */
export function samplesWhere(size: number, isTrueOf: (sample: number) => boolean): Uint32Array {
  // Counted first, since `filter` collects in a list several times as large.
  let count = 0;
  for (let sample = 0; sample < size; sample++) if (isTrueOf(sample)) count++;
  const samples = new Uint32Array(count);
  for (let sample = size - 1; sample >= 0; sample--) if (isTrueOf(sample)) samples[--count] = sample;
  return samples;
}
