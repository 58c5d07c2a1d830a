export type { Picture } from './chart.js';
export type { Plotter, PlotOptions } from './plotter.js';
export { plotters } from './registry.js';
export { renderPng, writePictures } from './render.js';
export { type Theme, themes } from './theme.js';
