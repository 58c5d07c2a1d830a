import { encodeOnnx, type Graph } from '../graph/index.js';
import type { Model } from '../layers/index.js';
import { createSession, type Session, type Tensor } from '../runtime/index.js';
import type { WorkClock } from './work-clock.js';

export interface SessionsOptions {
  readonly model: Model;
  readonly build: (model: Model) => Graph;
  readonly threads: number;
  readonly clock: WorkClock;
}

/**
 * A graph of a model, compiled for each length of padded sequences when the first batch of that length comes. All
 * take the same weights. Other models have one length.
 */
export class SessionsByLength {
  readonly #sessions = new Map<number, Session>();

  constructor(private readonly options: SessionsOptions) {}

  /** The session that takes samples of the model's own shape. */
  get whole(): Promise<Session> {
    return this.#at(this.options.model.inputShape[0]!);
  }

  /** The session that takes the given samples. */
  for(x: Tensor): Promise<Session> {
    return this.options.model.padding ? this.#at(x.dims[1]!) : this.whole;
  }

  async release(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.release()));
  }

  async #at(steps: number): Promise<Session> {
    const known = this.#sessions.get(steps);
    if (known) return known;
    const { model, build, threads, clock } = this.options;
    const { padding, inputShape } = model;
    const trimmed = padding && steps < inputShape[0]! ? padding.trimmed(steps) : model;
    const session = await clock.compile(() => createSession(encodeOnnx(build(trimmed)), { threads }));
    this.#sessions.set(steps, session);
    return session;
  }
}
