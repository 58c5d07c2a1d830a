import { encodeTable, evaluate, predict, randomShuffling, readTable, Rng, type Row, train } from 'choosy';
import { tableTask } from 'choosy/tasks';

// Rows as a database, a log or the network gives them; those of a file: readCsvTable(createReadStream('flats.csv')).
async function* flats(): AsyncGenerator<Row> {
  const rng = new Rng(1);
  for (let id = 0; id < 2000; id++) {
    const town = (['Bonn', 'Köln', 'Siegen'] as const)[rng.integer(3)]!;
    const area = 20 + Math.round(130 * rng.uniform());
    const rent = { Bonn: 13, Köln: 14, Siegen: 9 }[town] * area + 100 * rng.normal();
    yield { id, town, area: rng.uniform() < 0.05 ? null : area, rent };
  }
}

const task = tableTask({ table: await readTable(flats(), { name: 'flats' }), target: 'rent' });
const { trainingSet, validationSet, testSet, encoding } = await task.load({ seed: 1 });
const model = task.model(trainingSet);
const { loss, metrics, defaults } = task;

const { weights } = await train({
  ...{ model, trainingSet, evaluationSet: validationSet, loss, metrics },
  optimizer: task.optimizer(defaults.learningRate),
  selector: randomShuffling(),
  batchSize: defaults.batchSize,
  stop: { epochs: defaults.epochs, patience: 10 },
});
const test = await evaluate({ model, weights, dataset: testSet, loss, metrics });
console.log('test error', test.metrics['rootMeanSquaredError']?.toFixed(0), '€');

// A row of which nobody knows the rent is encoded as those were that the network learned from.
const flat = await readTable([{ town: 'Köln', area: 80 }]);
const [rent] = await predict({ model, weights, features: encodeTable(flat, encoding) });
console.log('80 m² in Köln:', rent?.toFixed(0), '€');
