/**
 * Fills the tables of docs/results.md in from the records in results/published, and draws its picture:
 * `npm run docs:results`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareRuns, readRecords } from 'choosy/benchmark';
import { format, resolveConfig } from 'prettier';
import { themes } from '../../src/plots/theme.js';
import { digestOf, page, readConcentration, recordsFolder } from './files.js';
import { namesOf } from './format.js';
import { gridOf } from './grid.js';
import { drawHeatMap } from './heat-map.js';
import { fillIn, resultsParts } from './page.js';

const { records, problems } = await readRecords(fileURLToPath(recordsFolder));
for (const problem of problems) console.error(problem);
const result = compareRuns(records);

const sources = { records, result, digest: digestOf(recordsFolder), concentration: readConcentration() };
const text = fillIn(readFileSync(page, 'utf8'), resultsParts(sources));
const path = fileURLToPath(page);
writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));

for (const theme of themes) {
  const picture = drawHeatMap(gridOf(result, 'metric'), { nameOf: namesOf(records), theme });
  writeFileSync(new URL(`../images/results-${theme.name}.svg`, import.meta.url), picture);
}
