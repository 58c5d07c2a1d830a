import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderByLoss } from './order-by-loss.js';

it('orders as sorting does: the highest first, those of NaN before all others, equal ones by index', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.float32Array({ minLength: 1, maxLength: 80 }),
        fc.array(fc.constantFrom(-1, -0, 0, 1, NaN, 2), { minLength: 1 }).map((a) => Float32Array.from(a)),
      ),
      (losses) => {
        const key = (sample: number) => (Number.isNaN(losses[sample]) ? Number.MAX_VALUE : losses[sample]!);
        const finite = losses.every((loss) => Math.abs(loss) !== Infinity);
        fc.pre(finite);
        const order = new Uint32Array(losses.length);
        orderByLoss(losses, order);
        const sorted = [...losses.keys()].sort((a, b) => key(b) - key(a) || a - b);
        expect([...order]).toEqual(sorted);
      },
    ),
  ));
