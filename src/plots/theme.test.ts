import { describe, expect, it } from 'vitest';
import { type Color, parseColor } from './png.js';
import { classMark, themes } from './theme.js';

/** Shares of red, green and blue light (sRGB). */
const light = (hex: string): Color =>
  parseColor(hex).map((byte) =>
    byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  ) as unknown as Color;

type Matrix = readonly (readonly [number, number, number])[];
const times = (matrix: Matrix, [x, y, z]: Color) =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Color;

/** The contrast of two colours as WCAG 2 defines it, from 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, bright] = [a, b]
    .map((hex) => times([[0.2126, 0.7152, 0.0722]], light(hex))[0])
    .sort((x, y) => x - y) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** What light turns into in the eyes of people (Machado, Oliveira and Fernandes 2009, severity 1). */
const eyes: Record<string, Matrix> = {
  'common eyes': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Light as a colour of OKLab (Ottosson 2020), where distances are differences that people see. */
function oklab(color: Color): Color {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt) as unknown as Color,
  );
}

describe.each([...themes])(
  'the $name theme',
  ({ background, text, mutedText, neutral, classColors, ramp }) => {
    it('has texts of a contrast of 4.5, and marks of 3', () => {
      for (const color of [text, mutedText]) expect(contrast(color, background)).toBeGreaterThanOrEqual(4.5);
      for (const color of [neutral, ...classColors, ...ramp]) {
        expect(contrast(color, background)).toBeGreaterThanOrEqual(3);
      }
    });

    it.each(Object.entries(eyes))(
      'has class colours that %s tell apart, most so where marks are alike',
      (_, eye) => {
        const seen = classColors.map((hex) =>
          oklab(times(eye, light(hex)).map((share) => Math.min(1, Math.max(0, share))) as unknown as Color),
        );
        seen.forEach((a, i) =>
          seen.slice(0, i).forEach((b, j) => {
            const sameMark = classMark(i, 1).symbol === classMark(j, 1).symbol;
            const distance = Math.hypot(...a.map((value, axis) => value - b[axis]!));
            expect(distance, `${classColors[i]} and ${classColors[j]}`).toBeGreaterThan(
              sameMark ? 0.15 : 0.08,
            );
          }),
        );
      },
    );
  },
);
