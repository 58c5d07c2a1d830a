/** What the mean cost of a batch should be below, as a share of a step of the MNIST CNN. */
export const shareAt = (size: number): number => (size > 1.6e6 ? 0.05 : 0.01);

/** Bytes a sample that a selector should need at most. */
export const MOST_BYTES = 16;

/** Whether they are more, apart from the little that does not grow with the samples. */
export const tooManyBytes = (stateBytes: number): boolean => stateBytes > MOST_BYTES + 0.05;
