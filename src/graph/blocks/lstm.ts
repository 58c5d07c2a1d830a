import { BATCH } from '../../core/shape.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';

/** What one step of the recurrence computed, kept for its gradient. */
interface Step {
  readonly gates: Value;
  readonly input: Value;
  readonly forget: Value;
  readonly output: Value;
  readonly candidate: Value;
  /** i·g */
  readonly fresh: Value;
  /** o·tanh(c), before masking. */
  readonly newHidden: Value;
  readonly cell: Value;
  readonly cellActivation: Value;
  readonly hidden: Value;
}

/**
 * The recurrence of an LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), from
 * states of zero:
 *
 *     i, f, o = σ(z), g = tanh(z);  c = f·c₋₁ + i·g;  h = o·tanh(c),  z = projected + h₋₁·recurrent
 *
 * The steps are unrolled. Backward, the gradients at z of all steps are joined, so that the gradient at the
 * recurrent weights is one product instead of one a step.
 *
 * @param projected The inputs times their weights plus bias, all steps after one another, time-major:
 *   `[steps · batch, 4 · units]`, columns in the order i, f, o, g.
 * @param recurrent `[units, 4 · units]`, columns in the same order.
 * @param mask Optional, one `[batch, 1]` a step of 1 and 0: where it is 0, both states stay as they were.
 * @returns The hidden state after each step, `[batch, units]` each.
 */
export function lstm(projected: Value, recurrent: Value, mask?: readonly Value[]): readonly Value[] {
  const units = recurrent.shape[0]!;
  const count = projected.shape[0]! / BATCH;
  const steps: Step[] = [];
  const keep = mask?.map((m) => op.sub(1, m));

  const build = () => {
    const rows = op.reshape(projected, [count, BATCH * 4 * units]);
    const parts = op.split(rows, Array<number>(count).fill(1), 0);
    parts.forEach((part, t) => {
      const before = steps[t - 1];
      const zx = op.reshape(part, [BATCH, 4 * units]);
      const z = before ? op.gemm(before.hidden, recurrent, zx) : zx;
      const [zGates, zCandidate] = op.split(z, [3 * units, units], 1) as [Value, Value];
      const gates = op.sigmoid(zGates);
      const candidate = op.tanh(zCandidate);
      const [input, forget, output] = op.split(gates, [units, units, units], 1) as [Value, Value, Value];
      const fresh = op.mul(input, candidate);
      const newCell = before ? op.add(op.mul(forget, before.cell), fresh) : fresh;
      const cellActivation = op.tanh(newCell);
      const newHidden = op.mul(output, cellActivation);
      const blend = (now: Value, earlier: Value | undefined) => {
        if (!mask || !keep) return now;
        const taken = op.mul(mask[t]!, now);
        return earlier ? op.add(taken, op.mul(keep[t]!, earlier)) : taken;
      };
      const cell = blend(newCell, before?.cell);
      const hidden = blend(newHidden, before?.hidden);
      steps.push({ gates, input, forget, output, candidate, fresh, newHidden, cell, cellActivation, hidden });
    });
    return steps.map(({ hidden }) => hidden);
  };

  const gradient = (dy: readonly (Value | undefined)[]) => {
    const dProjected: Value[] = [];
    let dHidden: Value | undefined;
    let dCell: Value | undefined;
    for (let t = count - 1; t >= 0; t--) {
      const step = steps[t]!;
      const before = steps[t - 1];
      const dh = sum(dHidden, dy[t]) ?? op.zerosLike(step.hidden);
      const dNewHidden = mask ? op.mul(mask[t]!, dh) : dh;
      const dOutput = op.mul(dNewHidden, step.cellActivation);
      // dh · o (1 - tanh²), as dh (o - h tanh), since h = o tanh is known; likewise for the candidate.
      const viaHidden = op.mul(dNewHidden, op.sub(step.output, op.mul(step.newHidden, step.cellActivation)));
      const dNewCell = sum(mask && dCell ? op.mul(mask[t]!, dCell) : dCell, viaHidden)!;
      const dInput = op.mul(dNewCell, step.candidate);
      const dForget = before ? op.mul(dNewCell, before.cell) : op.zerosLike(dNewCell);
      const dGates = op.mul(op.concat([dInput, dForget, dOutput], 1), sigmoidSlope(step.gates));
      const dCandidate = op.mul(dNewCell, op.sub(step.input, op.mul(step.fresh, step.candidate)));
      const dz = op.concat([dGates, dCandidate], 1);
      dProjected.unshift(dz);
      const through = op.gemm(dz, recurrent, undefined, { transposeB: true });
      dHidden = keep ? op.add(through, op.mul(keep[t]!, dh)) : through;
      const dCellBefore = op.mul(dNewCell, step.forget);
      dCell = keep && dCell ? op.add(dCellBefore, op.mul(keep[t]!, dCell)) : dCellBefore;
    }
    const all = op.concat(dProjected, 0);
    const states = [op.zerosLike(steps[0]!.hidden), ...steps.slice(0, -1).map(({ hidden }) => hidden)];
    return [all, op.gemm(op.concat(states, 0), all, undefined, { transposeA: true })];
  };

  return projected.graph.block([projected, recurrent], build, gradient);
}

const sum = (a: Value | undefined, b: Value | undefined) => (a && b ? op.add(a, b) : (a ?? b));
/** dy/dx of y = σ(x). */
const sigmoidSlope = (y: Value) => op.sub(y, op.mul(y, y));
