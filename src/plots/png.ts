import { PNG } from 'pngjs';

/** Red, green and blue from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** `#0d1117` as numbers. */
export const parseColor = (hex: string): Color =>
  [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)) as unknown as Color;

/** A colour that is `share` of the way from one to another. */
export const mix = (from: Color, to: Color, share: number): Color =>
  from.map((value, i) => value + share * (to[i]! - value)) as unknown as Color;

/** A picture of pixels as a PNG file in a data URI, which an SVG can hold. */
export function pngDataUri(width: number, height: number, pixel: (x: number, y: number) => Color): string {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = pixel(x, y);
      png.data.set([red, green, blue, 255].map(Math.round), 4 * (y * width + x));
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png, { colorType: 2 }).toString('base64')}`;
}
