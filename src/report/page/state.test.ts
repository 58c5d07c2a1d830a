import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultState, formatState, parseState, type State } from './state.js';

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
  fc.assert(fc.property(states, (state) => void expect(parseState(`#${formatState(state)}`)).toEqual(state)));
});

test('what nobody chose is not in the address', () => expect(formatState(defaultState)).toBe(''));

test('what is unknown in an address counts as not said', () => {
  expect(parseState('#goal=constructor&level=&axis=miles&content')).toEqual(defaultState);
});

test('any text is an address', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseState(text)));
});
