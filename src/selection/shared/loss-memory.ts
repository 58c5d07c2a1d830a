/** The last finite loss of every sample, in 4 bytes each; NaN where none was seen. */
export class LossMemory {
  /** For `state`. */
  readonly losses: Float32Array;

  constructor(size: number) {
    this.losses = new Float32Array(size).fill(NaN);
  }

  /** Keeps the losses of a batch. One that is not finite tells nothing: its sample keeps what it had. */
  keep(indices: Uint32Array, losses: Float32Array): void {
    for (let i = 0; i < indices.length; i++) {
      if (Number.isFinite(losses[i])) this.losses[indices[i]!] = losses[i]!;
    }
  }

  isSeen(sample: number): boolean {
    return !Number.isNaN(this.losses[sample]);
  }
}
