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
import { tableSources } from './table-sources.js';
import { tweetPictures } from './tweet-pictures.js';

/** What can be drawn of each task's data. A new one needs a line here and nothing else. */
export const plotters: readonly Plotter[] = [
  imagePictures(fashionMnist, 'Fashion-MNIST'),
  imagePictures(mnist, 'MNIST'),
  tweetPictures(sentiment140, 'Sentiment140'),
  tablePictures(musicGenre, {
    title: 'Music genres',
    ...tableSources.musicGenre,
  }),
  tablePictures(wine, { title: 'Wine', ...tableSources.wine }),
  tablePictures(boston, {
    title: 'Boston house prices',
    ...tableSources.boston,
    target: {
      name: 'median value of a home (1,000 $)',
      binWidth: 2.5,
      note: 'All three parts. The source cuts prices off at 50.',
    },
    notes: ['Feature B rests on a racist premise: for comparison with published results only.'],
  }),
  tablePictures(iris, {
    title: 'Iris',
    ...tableSources.iris,
    unit: 'cm',
  }),
  spiralPictures(spirals),
];
