import type { Dataset } from '../training/index.js';
import { datasetSize } from '../training/index.js';
import type { RunRecord } from './run-record.js';

type Choices = RunRecord['choices'];
type Window = Choices['windows'][number];

/** The last place of `visits` counts the samples that were trained at least so often. */
const MOST_VISITS = 63;
/** Samples that are kept as those trained most. */
const MOST_CHOSEN = 24;
/** Training sets up to this size have the visits of every sample kept. */
const SMALL = 2000;

/** Keeps account of what a selector chooses, at a constant cost a sample. */
export class ChoiceTally {
  readonly #visits: Uint32Array;
  /** Number of the window in which each sample was trained last, from 1. */
  readonly #lastWindow: Uint32Array;
  readonly #labels: Dataset['labels'];
  readonly #classes: number;
  readonly #windows: Window[] = [];
  #distinct = 0;
  #first = 0;
  #lossSum = 0;
  #trained = 0;
  #trainedBefore = 0;
  #ofClass: number[];

  constructor(dataset: Dataset) {
    const size = datasetSize(dataset);
    this.#visits = new Uint32Array(size);
    this.#lastWindow = new Uint32Array(size);
    this.#labels = dataset.labels;
    const isClassified = dataset.labels instanceof Int32Array && dataset.labels.length === size;
    this.#classes = isClassified ? 1 + dataset.labels.reduce((a, b) => Math.max(a, b), 0) : 0;
    this.#ofClass = this.#noneOfAnyClass();
  }

  /** A batch that was trained, and the loss of each of its samples. */
  add(indices: Uint32Array, losses: Float32Array): void {
    const window = this.#windows.length + 1;
    for (let i = 0; i < indices.length; i++) {
      const sample = indices[i]!;
      if (this.#visits[sample]!++ === 0) this.#first++;
      if (this.#lastWindow[sample] !== window) {
        this.#lastWindow[sample] = window;
        this.#distinct++;
      }
      this.#lossSum += losses[i]!;
      if (this.#classes > 0) this.#ofClass[this.#labels[sample]!]!++;
    }
    this.#trained += indices.length;
  }

  /** Ends a window, if anything was trained in it. */
  endWindow(): void {
    const trained = this.#trained - this.#trainedBefore;
    if (trained === 0) return;
    const loss = Number((this.#lossSum / trained).toPrecision(6));
    this.#windows.push({
      until: this.#trained,
      distinct: this.#distinct,
      first: this.#first,
      loss: Number.isFinite(loss) ? loss : null,
      classes: this.#ofClass,
    });
    this.#trainedBefore = this.#trained;
    this.#distinct = this.#first = this.#lossSum = 0;
    this.#ofClass = this.#noneOfAnyClass();
  }

  /** What was chosen, with the window under way. */
  choices(): Choices {
    this.endWindow();
    const visits = this.#visits;
    const histogram: number[] = [];
    for (const times of visits) {
      const place = Math.min(times, MOST_VISITS);
      while (histogram.length <= place) histogram.push(0);
      histogram[place]!++;
    }
    return {
      windows: this.#windows,
      visits: histogram,
      most: mostVisited(visits),
      ...(visits.length <= SMALL && { counts: Array.from(visits) }),
    };
  }

  #noneOfAnyClass(): number[] {
    return new Array<number>(this.#classes).fill(0);
  }
}

/** Index and visits of the samples with most visits, those of lower index first among equals. */
function mostVisited(visits: Uint32Array): [number, number][] {
  const most: [number, number][] = [];
  visits.forEach((times, index) => {
    if (times === 0 || (most.length === MOST_CHOSEN && times <= most.at(-1)![1])) return;
    const place = most.findIndex(([, others]) => others < times);
    most.splice(place < 0 ? most.length : place, 0, [index, times]);
    most.length = Math.min(most.length, MOST_CHOSEN);
  });
  return most;
}
