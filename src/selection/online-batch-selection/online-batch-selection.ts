import { atLeastOne, checkOptions, nonNegativeInteger, positiveNumber } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { LossMemory } from '../shared/loss-memory.js';
import { orderByLoss } from '../shared/order-by-loss.js';
import { progressOf } from '../shared/progress.js';
import { allSamples } from '../shared/samples.js';
import { scoreInParts } from '../shared/score-in-parts.js';

export interface OnlineBatchSelectionOptions {
  /** Selection pressure at first: how much likelier the highest loss is drawn than the lowest. */
  readonly pressure?: number;
  /** Selection pressure at the end of the schedule, to which it falls or rises exponentially. */
  readonly finalPressure?: number;
  /** Epochs that the schedule spans; absent means those of the run, and no schedule if it has no limit. */
  readonly epochs?: number;
  /** Epochs between forward passes that make all losses fresh; 0 means none. */
  readonly recomputeEvery?: number;
}

/**
 * Draws samples with chances that fall exponentially with the rank of their last known loss: online batch selection
 * (Loshchilov and Hutter 2015). A first epoch trains all samples in random order; ranks are made anew every epoch.
 */
export const onlineBatchSelection = ({
  pressure = 100,
  finalPressure = 1,
  epochs,
  recomputeEvery = 2,
}: OnlineBatchSelectionOptions = {}): SelectorFactory => {
  checkOptions(
    'onlineBatchSelection',
    {
      ...{ pressure: atLeastOne, finalPressure: atLeastOne },
      ...{ epochs: positiveNumber.optional(), recomputeEvery: nonNegativeInteger },
    },
    { pressure, finalPressure, epochs, recomputeEvery },
  );
  return ({ size, batchSize, rng, epochs: epochsOfRun }) => {
    const memory = new LossMemory(size);
    /** The order of the first epoch; samples by their rank, the highest loss first, from then on. */
    const order = allSamples(size);
    const state = { losses: memory.losses, order, drawn: size, epoch: -1 };

    const startEpoch = async (context: SelectionContext) => {
      state.drawn = 0;
      state.epoch++;
      if (state.epoch === 0) {
        rng.shuffle(order);
        return;
      }
      if (recomputeEvery > 0 && state.epoch % recomputeEvery === 0)
        await scoreInParts(allSamples(size), context, (part, { loss }) => memory.keep(part, loss));
      orderByLoss(memory.losses, order);
    };
    const pressureAt = (epoch: number) =>
      pressure * (finalPressure / pressure) ** progressOf(Math.floor(epoch), epochs ?? epochsOfRun);

    return {
      name: 'online-batch-selection',
      state,
      async select(context) {
        if (state.drawn >= size) await startEpoch(context);
        const start = state.drawn;
        state.drawn += batchSize;
        if (state.epoch === 0) return { indices: order.slice(start, state.drawn) };
        const indices = new Uint32Array(batchSize);
        const now = pressureAt(context.epoch);
        for (let i = 0; i < batchSize; i++) indices[i] = order[drawRank(size, now, rng.uniform())]!;
        return { indices };
      },
      observe: ({ indices, signals }) => memory.keep(indices, signals.loss),
    };
  };
};

/**
 * A rank from 0 to size - 1, of which rank r has a chance in proportion to pressure^(-r / size): that at which the
 * sum of chances, which is a geometric series, passes a uniform number.
 */
export function drawRank(size: number, pressure: number, uniform: number): number {
  const log = Math.log(pressure);
  // Exact for pressures close to 1, too: a schedule that ends at 1 may miss it by the last bit.
  const share = log === 0 ? uniform : -Math.log1p(uniform * Math.expm1(-log)) / log;
  return Math.min(size - 1, Math.floor(share * size));
}
