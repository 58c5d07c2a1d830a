import { DataError } from '../core/errors.js';
import { datasets, type DatasetEntry } from '../datasets/registry.js';
import { asJson, type DataCommandOptions, findDataset, type FoundDataset } from './data-command.js';
import { createDownloadDisplay } from './download-display.js';
import { INTERRUPTED } from './exit-codes.js';
import { wrapText } from './format.js';
import { findByName } from './names.js';

/** Fetches data sets that are not here yet, and checks the others. */
export async function dataGetCommand(
  names: readonly string[],
  { data, json }: DataCommandOptions,
): Promise<void> {
  const chosen = names.includes('all')
    ? datasets
    : [...new Set(names)].map((name) => findByName('data set', name, datasets, 'choosy data'));
  const failed: string[] = [];
  const found: FoundDataset[] = [];
  for (const entry of chosen) {
    try {
      await get(entry, data);
      found.push(await findDataset(entry, data));
    } catch (error) {
      // One that cannot be had does not keep the others away.
      if (!(error instanceof DataError) || chosen.length === 1) throw error;
      process.stderr.write(`${error.message}\n`);
      failed.push(entry.name);
    }
  }
  if (json) process.stdout.write(`${asJson(found)}\n`);
  if (failed.length > 0) {
    throw new DataError(
      `${failed.length} of ${chosen.length} data sets could not be got (${failed.join(', ')}); what to do is said above.`,
    );
  }
}

async function get({ name, title, data, warning }: DatasetEntry, dataDirectory?: string): Promise<void> {
  const display = createDownloadDisplay(title);
  if (warning) display.say(wrapText(warning));
  if (typeof data === 'string') {
    display.say(`${title} is ${data}: there is nothing to fetch.`);
    return;
  }
  const stop = () => {
    display.say(`Stopped. \`choosy data get ${name}\` goes on from what has come.`);
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', stop);
  try {
    const { folders, bytesToFetch } = await data.find({ dataDirectory });
    await data.get({ dataDirectory, onProgress: display.say, onBytes: display.update });
    if (bytesToFetch === 0) {
      const places = folders.map(({ path }) => `"${path}"`).join(' and ');
      display.say(`${title} is in ${places} already, and every byte is right (SHA-256).`);
    }
  } finally {
    display.stop();
    process.off('SIGINT', stop);
  }
}
