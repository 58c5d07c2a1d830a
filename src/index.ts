export { Rng } from './core/rng.js';
