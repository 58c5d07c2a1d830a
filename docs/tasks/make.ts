/**
 * Writes docs/tasks.md from the registry of tasks and the results of `npm run tune`, and draws its pictures:
 *
 *     npm run docs:tasks             the page
 *     npm run docs:tasks -- --draw   the page and its pictures
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { tasks } from 'choosy/tasks';
import { plotters } from '../../src/plots/index.js';
import { themes } from '../../src/plots/theme.js';
import { tasksPage } from './page.js';
import { texts } from './texts.js';

const page = fileURLToPath(new URL('../tasks.md', import.meta.url));
writeFileSync(page, await format(tasksPage(), { ...(await resolveConfig(page)), parser: 'markdown' }));

if (process.argv.includes('--draw')) {
  for (const { name } of tasks) {
    const folder = new URL(`../images/tasks/${name}/`, import.meta.url);
    mkdirSync(folder, { recursive: true });
    const plotter = plotters.find((plotter) => plotter.name === name)!;
    for (const picture of await plotter.pictures({ seed: 1, dataDirectory: undefined })) {
      if (!texts[name]!.pictures.includes(picture.name)) continue;
      for (const theme of themes) {
        writeFileSync(new URL(`${picture.name}-${theme.name}.svg`, folder), picture.draw(theme));
      }
    }
    console.log(name);
  }
}
