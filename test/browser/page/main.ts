import { loadMnist } from 'choosy';
import { type CaseName, cases, run } from './cases.js';

/** What the test process calls in the page. */
const api = {
  run,
  summary: (name: CaseName) => cases[name]().model.summary(),
  loadMnist: () => loadMnist().then(() => 'loaded', String),
};

export type Api = typeof api;

Object.assign(globalThis, { api });
