import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { writeFileWhole } from '../storage/index.js';
import type { Picture } from './chart.js';
import { themes } from './theme.js';

/** Pixels of a PNG file for one of the SVG, so that it is sharp on fine screens. */
const ZOOM = 2;

const { resolve } = createRequire(import.meta.url);
const fontFiles = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'].map((file) =>
  resolve(`dejavu-fonts-ttf/ttf/${file}`),
);

/** Turns an SVG into a PNG file, with fonts of our own, so that it is the same on every machine. */
export function renderPng(svg: string): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles, sansSerifFamily: 'DejaVu Sans Condensed' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}

/**
 * Writes pictures as SVG and PNG files, for light and dark background: `class-balance-light.svg`.
 *
 * @returns The files' paths.
 * @throws DataError if one cannot be written.
 */
export async function writePictures(pictures: readonly Picture[], folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, draw } of pictures) {
    for (const theme of themes) {
      const svg = draw(theme);
      for (const [type, content] of [
        ['svg', svg],
        ['png', renderPng(svg)],
      ] as const) {
        const path = join(folder, `${name}-${theme.name}.${type}`);
        await writeFileWhole(path, content);
        paths.push(path);
      }
    }
  }
  return paths;
}
