/** Base of all errors that tell a user, in one sentence, what was wrong and how to mend it. */
export class ChoosyError extends Error {
  override readonly name: string = 'ChoosyError';
  /** If it ended a training run: what the run had come to until then. */
  partialResult?: unknown;
}

/** A wrong option, argument or name: the call must be changed. */
export class UsageError extends ChoosyError {
  override readonly name = 'UsageError';
}

/** Shapes that do not fit together, between layers or between a model and its data. */
export class ShapeError extends ChoosyError {
  override readonly name = 'ShapeError';
}

/** A batch selector that gave an unusable batch. */
export class SelectorError extends ChoosyError {
  override readonly name = 'SelectorError';
}

/** Data that cannot be had, or that is not what it should be. */
export class DataError extends ChoosyError {
  override readonly name = 'DataError';
}

/** A file of weights or a checkpoint that is damaged, or that belongs to something else. */
export class FileFormatError extends ChoosyError {
  override readonly name = 'FileFormatError';
}

/** Training that cannot go on, because its loss is no longer a finite number. */
export class DivergenceError extends ChoosyError {
  override readonly name = 'DivergenceError';
}
