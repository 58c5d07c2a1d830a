import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allButBest, defaultState, formatState, parseState, type State } from './state.js';

const names = fc.uniqueArray(fc.string({ unit: 'binary' })).map((all): ReadonlySet<string> => new Set(all));
const states: fc.Arbitrary<State> = fc.record({
  goal: fc.constantFrom('metric', 'loss'),
  level: fc.constantFrom('early', 'final'),
  axis: fc.constantFrom('seconds', 'epochs'),
  theme: fc.constantFrom('auto', 'light', 'dark'),
  hiddenTasks: names,
  hiddenMethods: names,
  focus: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
});

test('an address gives back what it was made of', () => {
  fc.assert(
    fc.property(states, states, (state, defaults) => {
      expect(parseState(`#${formatState(state, defaults)}`, defaults)).toEqual(state);
    }),
  );
});

test('what nobody chose is not in the address', () => expect(formatState(defaultState)).toBe(''));

test('what is unknown in an address counts as not said', () => {
  expect(parseState('#goal=constructor&level=&axis=miles&content')).toEqual(defaultState);
});

test('any text is an address', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseState(text)));
});

test('of many methods the baseline and the eight best are shown, which its second run is not one of', () => {
  const best = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const nullExperiment = { method: 'again', tasks: [], furthest: 1, passed: true, deterministic: true };
  const hiddenOf = (methods: readonly string[]) =>
    allButBest({
      methods,
      comparison: { baseline: 'base', goals: [], overall: [], profiles: [], unpaired: 0, nullExperiment },
    });
  expect(hiddenOf(['base', 'again', ...best, 'i'])).toEqual(['again', 'i']);
  expect(hiddenOf(['base', ...best])).toEqual([]);
});
