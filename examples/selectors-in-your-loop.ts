import { highestLoss, Rng, standalone } from 'choosy';

// Logistic regression in plain arrays: points in the plane, class 1 above a line.
const rng = new Rng(1);
const size = 2000;
const points = Array.from({ length: size }, () => [rng.normal(), rng.normal()] as const);
const labels = Int32Array.from(points, ([x, y]) => (y > 0.5 * x + 0.3 ? 1 : 0));

const weights = [0, 0, 0];
const predict = ([x, y]: readonly [number, number]) =>
  1 / (1 + Math.exp(-(weights[0]! + weights[1]! * x + weights[2]! * y)));

const batches = standalone(highestLoss(), { size, labels, classes: 2, batchSize: 20, seed: 1 });
for (let step = 0; step < 500; step++) {
  const { indices, coefficients } = await batches.next();
  const gradient = [0, 0, 0];
  const loss = Array.from(indices, (sample, i) => {
    const [point, label] = [points[sample]!, labels[sample]!];
    const p = predict(point);
    for (const [j, input] of [1, ...point].entries()) gradient[j]! += coefficients[i]! * (p - label) * input;
    return -Math.log(label === 1 ? p : 1 - p);
  });
  gradient.forEach((slope, j) => (weights[j]! -= 0.5 * slope));
  batches.learn({ loss });
}
const right = points.filter((point, i) => predict(point) > 0.5 === (labels[i] === 1));
console.log('accuracy', (right.length / size).toFixed(3));
