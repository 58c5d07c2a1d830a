import { ChoosyError } from '../core/errors.js';
import { wordsOf } from '../datasets/index.js';
import { pngDataUri } from '../plots/png.js';
import type { TaskData } from '../tasks/index.js';
import type { Dataset } from '../training/index.js';
import { short } from './curve.js';
import type { ByIndex, Samples, TaskReport } from './report-data.js';
import { type SampleSource, sampleSources } from './sample-sources.js';

export interface SampleOptions {
  readonly task: string;
  readonly seed: number;
  readonly dataDirectory?: string | undefined;
  /** Which samples of the training set. */
  readonly indices: readonly number[];
}

/** Loads what was chosen. Where that fails, it says why: a report of numbers is of use without pictures. */
export async function loadSamples({
  task,
  indices,
  ...options
}: SampleOptions): Promise<Pick<TaskReport, 'samples' | 'classNames' | 'warning'>> {
  const none = (why: string) => ({ samples: { kind: 'none', why } as const, classNames: [] });
  const source = sampleSources.find((of) => of.task.name === task);
  if (!source) return none(`There is no task "${task}" here, so its samples are not known.`);
  const { warning } = source.task;
  try {
    const data = await source.task.load(options);
    return {
      samples: await show(source, data, { ...options, indices }),
      classNames: data.trainingSet.classNames ?? [],
      ...(warning !== undefined && { warning }),
    };
  } catch (error) {
    if (!(error instanceof ChoosyError)) throw error;
    return none(error.message);
  }
}

async function show(
  source: SampleSource,
  data: TaskData,
  { indices, ...options }: Omit<SampleOptions, 'task'>,
): Promise<Samples> {
  const { trainingSet } = data;
  const of = <T>(value: (index: number) => T): ByIndex<T> =>
    Object.fromEntries([...new Set(indices)].map((index) => [index, value(index)]));
  const labels = of((index) => labelOf(trainingSet, index));
  switch (source.kind) {
    case 'images':
      return { kind: 'images', images: of((index) => imageUri(trainingSet, index)), labels };
    case 'texts': {
      const vocabulary = await source.vocabulary(options);
      return {
        kind: 'texts',
        texts: of((i) => wordsOf(sampleOf(trainingSet, i), vocabulary).join(' ')),
        labels,
      };
    }
    case 'rows': {
      const raw = await source.raw(options, data);
      const rows = of((index) => Array.from(sampleOf(raw, index), short));
      return { kind: 'rows', columns: source.columns, rows, labels };
    }
    case 'points': {
      const points = Array.from(trainingSet.labels, (label, i) => {
        const [x, y] = sampleOf(trainingSet, i);
        return [short(x!), short(y!), label] as const;
      });
      return { kind: 'points', points };
    }
  }
}

function sampleOf({ features, sampleShape }: Dataset, index: number) {
  const size = sampleShape.reduce((a, b) => a * b, 1);
  return features.subarray(index * size, (index + 1) * size);
}

const labelOf = ({ labels, classNames }: Dataset, index: number): string =>
  classNames?.[labels[index]!] ?? String(short(labels[index]!));

/** Dark ink on white; the page turns it round on a dark background. */
function imageUri(dataset: Dataset, index: number): string {
  const [height = 1, width = 1] = dataset.sampleShape;
  const bytes = sampleOf(dataset, index);
  return pngDataUri(width, height, (x, y) => {
    const lightness = 255 - bytes[y * width + x]!;
    return [lightness, lightness, lightness];
  });
}
