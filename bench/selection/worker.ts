/** Measures one selector at one number of samples, and prints its {@link Cost}: `worker.ts SELECTOR SIZE SECONDS`. */
import type { BatchSelector, SampleInfo } from 'choosy/training';
import { quantileSorted } from 'simple-statistics';
// Not by the package's entrances, which load ONNX Runtime: that would take longer than most measurements.
import { Rng } from '../../src/core/rng.js';
import { selectors } from '../../src/selection/registry.js';
import type { Cost } from './cost.js';
import { CLASSES, SimulatedFeedback } from './feedback.js';
import { steadyOptions } from './steady.js';
import { processorTime, Stopwatch } from './stopwatch.js';

const BATCH_SIZE = 128;
/** Batches that are enough for code to be compiled, and for percentiles. */
const [WARM_UP, MEASURED] = [2000, 4000];

const [name, size, seconds] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];
/** Even, since there are selectors whose every second epoch differs. */
const epochsOf = (batches: number) => 2 * Math.ceil((batches * BATCH_SIZE) / size / 2);
const warmUpEpochs = epochsOf(WARM_UP);
const measuredEpochs = epochsOf(MEASURED);

/** Ten classes; lengths as of sequences and features for the selectors that have nothing to do, or less, without them. */
function sampleInfo(): SampleInfo & { readonly labels: Int32Array } {
  const labels = new Int32Array(size);
  for (let i = 0; i < size; i++) labels[i] = (i * 7) % CLASSES;
  const lengths = name === 'length-bucketed' ? new Uint16Array(size).map((_, i) => (i * 31) % 97) : undefined;
  const rng = new Rng(2);
  const features = name === 'choosy' ? new Float32Array(12 * size).map(() => rng.uniform()) : undefined;
  return {
    size,
    labels,
    classes: CLASSES,
    batchSize: BATCH_SIZE,
    rng: new Rng(1),
    ...(lengths && { lengths }),
    ...(features && { features }),
  };
}

/** Where a run of a selector on simulated feedback stands. */
class SimulatedRun {
  trained = 0;
  scored = 0;
  #step = 0;
  readonly #watch = new Stopwatch();

  constructor(
    private readonly selector: BatchSelector,
    private readonly feedback: SimulatedFeedback,
  ) {}

  /** Milliseconds for choosing and observing a batch, which are all that is timed. */
  async step(): Promise<number> {
    const watch = this.#watch;
    const at = { step: this.#step++, epoch: this.trained / size, learningRate: 0.001 };
    const score = (samples: Uint32Array) => {
      watch.stop();
      this.scored += samples.length;
      const signals = Promise.resolve(this.feedback.of(samples, at));
      watch.start();
      return signals;
    };
    watch.start();
    const chosen = this.selector.select({ ...at, score });
    const { indices } = chosen instanceof Promise ? await chosen : chosen;
    watch.stop();
    const signals = this.feedback.of(indices, at);
    watch.start();
    this.selector.observe?.({ ...at, indices, signals });
    watch.stop();
    this.trained += indices.length;
    return watch.take();
  }
}

async function measure(): Promise<Cost> {
  const samples = sampleInfo();
  const memoryBefore = process.resourceUsage().maxRSS;
  const started = processorTime();
  const entry = selectors.find((selector) => selector.name === name)!;
  const watch = new Stopwatch();
  watch.start();
  const selector = entry.create(steadyOptions(warmUpEpochs + measuredEpochs)[name])(samples);
  watch.stop();
  const setup = watch.take();
  const run = new SimulatedRun(selector, new SimulatedFeedback(samples.labels, selector.needs ?? []));

  const first = await run.step();
  let longest = first;
  /** Steps until some epochs are behind, or the seconds of processor time are up; gives what each took. */
  const runUntil = async (epochs: number, limit: number): Promise<number[]> => {
    const times: number[] = [];
    do {
      const time = await run.step();
      longest = Math.max(longest, time);
      times.push(time);
    } while (run.trained < epochs * size && processorTime() - started < 1000 * limit);
    return times;
  };
  await runUntil(warmUpEpochs, seconds / 3);
  const { trained, scored } = run;
  const times = await runUntil(trained / size + measuredEpochs, seconds);
  if (longest > 500 * seconds) {
    throw new Error(`a pause of ${(longest / 1000).toFixed(0)} s leaves too few batches for a mean`);
  }

  const epochs = (run.trained - trained) / size;
  const scoredShare = (run.scored - scored) / (run.trained - trained);
  let mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const sorted = times.sort((a, b) => a - b);
  const median = quantileSorted(sorted, 0.5);
  // Fewer epochs may lack the work at the beginning of a pass, which the first batch had; so that is added. Who scores
  // several samples for each that is trained has as many passes an epoch.
  if (epochs < 2) mean += (Math.max(0, first - median) * Math.max(1, scoredShare) * epochs) / times.length;
  return {
    ...{ selector: name, size, setup, median, mean },
    ...{ p99: quantileSorted(sorted, 0.99), longest, epochs, batches: times.length, scored: scoredShare },
    stateBytes: bytesOf(selector.state) / size,
    // In KiB.
    peakBytes: ((process.resourceUsage().maxRSS - memoryBefore) * 1024) / size,
  };
}

function bytesOf(state: BatchSelector['state']): number {
  const arrays = new Set(Object.values(state ?? {}).filter((value) => ArrayBuffer.isView(value)));
  return [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

process.stdout.write(JSON.stringify(await measure()));
