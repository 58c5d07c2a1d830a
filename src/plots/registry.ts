import {
  bostonFeatureNames,
  groupEqualSamples,
  iris as loadIris,
  irisFeatureNames,
  loadBoston,
  loadMusicGenre,
  musicGenreFeatureNames,
  wine as loadWine,
  wineFeatureNames,
} from '../datasets/index.js';
import {
  boston,
  fashionMnist,
  iris,
  mnist,
  musicGenre,
  sentiment140,
  spirals,
  wine,
} from '../tasks/index.js';
import { imagePictures } from './image-pictures.js';
import type { Plotter } from './plotter.js';
import { spiralPictures } from './spiral-pictures.js';
import { tablePictures } from './table-pictures.js';
import { tweetPictures } from './tweet-pictures.js';

/** What can be drawn of each task's data. A new one needs a line here and nothing else. */
export const plotters: readonly Plotter[] = [
  imagePictures(fashionMnist, 'Fashion-MNIST'),
  imagePictures(mnist, 'MNIST'),
  tweetPictures(sentiment140, 'Sentiment140'),
  tablePictures(musicGenre, {
    title: 'Music genres',
    load: loadMusicGenre,
    groups: groupEqualSamples,
    featureNames: musicGenreFeatureNames,
  }),
  tablePictures(wine, { title: 'Wine', load: async () => loadWine(), featureNames: wineFeatureNames }),
  tablePictures(boston, {
    title: 'Boston house prices',
    load: loadBoston,
    featureNames: bostonFeatureNames,
    target: {
      name: 'median value of a home (1,000 $)',
      binWidth: 2.5,
      note: 'All three parts. The source cuts prices off at 50.',
    },
    notes: ['Feature B rests on a racist premise: for comparison with published results only.'],
  }),
  tablePictures(iris, {
    title: 'Iris',
    load: async () => loadIris(),
    featureNames: irisFeatureNames,
    unit: 'cm',
  }),
  spiralPictures(spirals),
];
