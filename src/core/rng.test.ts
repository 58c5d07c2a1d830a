import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng, scramble } from './rng.js';

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

const nth = (seed: number, place: number) => {
  const rng = new Rng(seed);
  return draw(place + 1, () => rng.uniform())[place]!;
};

/** xoroshiro128+ 1.0 by its authors' definition (Blackman and Vigna), the low half of each 64 bits. */
function* reference(position: readonly number[]): Generator<number, never> {
  const mask = (1n << 64n) - 1n;
  const word = (high: number, low: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (64n - k))) & mask;
  let [s0, s1] = [word(position[0]!, position[1]!), word(position[2]!, position[3]!)];
  for (;;) {
    yield Number((s0 + s1) & 0xffffffffn);
    s1 ^= s0;
    s0 = rotate(s0, 24n) ^ s1 ^ ((s1 << 16n) & mask);
    s1 = rotate(s1, 37n);
  }
}

describe('Rng', () => {
  it('draws what xoroshiro128+ draws', () => {
    for (const seed of [0, 1, 42, 0xffffffff]) {
      const rng = new Rng(seed);
      const expected = reference(rng.state.position);
      for (let i = 0; i < 200; i++) expect(rng.uniform() * 2 ** 32).toBe(expected.next().value);
    }
  });

  it('draws what it has always drawn, so that old runs can be repeated', () => {
    const rng = new Rng(1);
    expect(draw(3, () => rng.uniform())).toMatchInlineSnapshot(`
      [
        0.6824011374264956,
        0.028336632065474987,
        0.6200674711726606,
      ]
    `);
    expect(draw(5, () => rng.integer(10))).toMatchInlineSnapshot(`
      [
        1,
        0,
        7,
        8,
        3,
      ]
    `);
    expect(rng.normal()).toMatchInlineSnapshot(`0.20636172141423423`);
    expect(rng.shuffle([1, 2, 3, 4, 5, 6, 7])).toMatchInlineSnapshot(`
      [
        4,
        2,
        5,
        1,
        3,
        6,
        7,
      ]
    `);
    expect(new Rng(1).fork('selector').uniform()).toMatchInlineSnapshot(`0.9555650809779763`);
  });

  it('begins with numbers that have nothing in common for near seeds', () => {
    for (let place = 0; place < 6; place++) {
      const drawn = Array.from({ length: 4000 }, (_, seed) => nth(seed, place));
      const mean = drawn.reduce((a, b) => a + b) / 4000;
      const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4000;
      const covariance =
        drawn.slice(1).reduce((sum, x, i) => sum + (x - mean) * (drawn[i]! - mean), 0) / 4000;
      expect(Math.abs(mean - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / 4000));
      expect(Math.abs(12 * variance - 1)).toBeLessThan(0.1);
      expect(Math.abs(12 * covariance)).toBeLessThan(6 / Math.sqrt(4000));
    }
  });

  it('takes any integer as a seed, modulo 2³²', () => {
    expect(new Rng(-1).uniform()).toBe(new Rng(2 ** 32 - 1).uniform());
    expect(new Rng(2 ** 32 + 5).uniform()).toBe(new Rng(5).uniform());
  });

  it('is uniform', () => {
    const rng = new Rng(3);
    const counts = new Array<number>(16).fill(0);
    for (let i = 0; i < 32_000; i++) counts[Math.floor(rng.uniform() * 16)]!++;
    // Six standard deviations around 2000.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(6 * Math.sqrt(2000 * (15 / 16)));
  });

  it.each([1, 2, 3, 7, 1000])('draws integers below %d, equally often', (bound) => {
    const rng = new Rng(4);
    const values = draw(20_000, () => rng.integer(bound));
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true);
    const [mean, expected] = [values.reduce((a, b) => a + b) / 20_000, (bound - 1) / 2];
    const deviation = Math.sqrt((bound ** 2 - 1) / 12 / 20_000);
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(6 * deviation);
  });

  it('draws normal numbers', () => {
    const rng = new Rng(5);
    const values = draw(20_000, () => rng.normal());
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.05);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.06);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.5);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values.filter((x) => Math.abs(x) < 1).length / 20_000).toBeCloseTo(0.6827, 1);
  });

  it('shuffles without losing anything, every order equally likely', () => {
    fc.assert(
      fc.property(fc.uint32Array({ maxLength: 50 }), fc.nat(), (items, seed) => {
        const shuffled = new Rng(seed).shuffle(items.slice());
        expect(shuffled.toSorted()).toEqual(items.toSorted());
      }),
      { seed: 1, numRuns: 200 },
    );
    const rng = new Rng(6);
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = rng.shuffle([1, 2, 3]).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(1000));
  });

  it('forks by seed and label alone', () => {
    const used = new Rng(7);
    draw(10, () => used.uniform());
    expect(used.fork('a').uniform()).toBe(new Rng(7).fork('a').uniform());
    const firsts = [
      ...[7, 8, 9].flatMap((seed) => ['a', 'b', 'ab', 'ba', ''].map((label) => new Rng(seed).fork(label))),
      new Rng(7).fork('a').fork('b'),
      new Rng(7),
    ].map((rng) => rng.uniform());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('forks of near seeds have nothing in common', () => {
    const firsts = Array.from({ length: 4000 }, (_, seed) => new Rng(seed).fork('selector').uniform());
    const mean = firsts.reduce((a, b) => a + b) / 4000;
    const covariance =
      firsts.slice(1).reduce((sum, x, i) => sum + (x - mean) * (firsts[i]! - mean), 0) / 4000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / 4000));
    expect(Math.abs(covariance * 12)).toBeLessThan(6 / Math.sqrt(4000));
  });

  it('goes on from its state, also by way of JSON', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(20), (seed, skipped) => {
        const rng = new Rng(seed);
        draw(skipped, () => rng.uniform());
        const state = JSON.parse(JSON.stringify(rng.state)) as typeof rng.state;
        const expected = draw(5, () => rng.uniform());
        const other = new Rng(seed);
        other.state = state;
        expect(draw(5, () => other.uniform())).toEqual(expected);
        rng.state = state;
        expect(draw(5, () => rng.uniform())).toEqual(expected);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('refuses the state of another seed', () => {
    const rng = new Rng(1);
    expect(() => (rng.state = new Rng(2).state)).toThrow('own seed');
  });
});

describe('scramble', () => {
  it('is the finalizer of MurmurHash3', () => {
    expect(scramble(0)).toBe(0);
    expect(scramble(1)).toBe(0x514e28b7);
    expect(scramble(2 ** 32 + 1)).toBe(0x514e28b7);
  });

  it('gives unsigned numbers of 32 bits, each its own, half of whose bits change with any bit of the input', () => {
    const seen = new Set(Array.from({ length: 10_000 }, (_, i) => scramble(i)));
    expect(seen.size).toBe(10_000);
    let changed = 0;
    for (let i = 0; i < 1000; i++) {
      for (let bit = 0; bit < 32; bit++) {
        const difference = (scramble(i) ^ scramble(i ^ (1 << bit))) >>> 0;
        changed += difference.toString(2).replaceAll('0', '').length;
      }
    }
    expect(changed / 32_000).toBeGreaterThan(15.8);
    expect(changed / 32_000).toBeLessThan(16.2);
  });
});
