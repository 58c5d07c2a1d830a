import { type Shift, shifts, type TaskReport } from '../../report-data.js';
import type { Drawing } from '../drawing.js';
import { shownMethods, type View } from '../view.js';
import { drawCurves } from './curves.js';

const texts: Record<Shift, { readonly title: string; readonly y: string; readonly note: string }> = {
  distinct: {
    title: 'How varied the chosen samples are',
    y: 'share of distinct samples',
    note: 'Distinct samples between two evaluations, over all samples trained in between: 1 if none came twice.',
  },
  first: {
    title: 'How many are seen for the first time',
    y: 'share of first visits',
    note: 'Samples that had never been trained before, over all samples trained between two evaluations.',
  },
  loss: {
    title: 'How hard the chosen samples are',
    y: 'mean loss when chosen',
    note: 'Mean loss of the chosen samples, before the update that they were chosen for.',
  },
};

/** How the choice changes while training goes on. */
export const drawShifts = (task: TaskReport, view: View): Drawing[] =>
  shifts.map((shift) =>
    drawCurves(view, {
      ...texts[shift],
      x: 'epochs',
      curves: shownMethods(task, view).map(({ method, runs, shift: curves }) => ({
        ...{ method, runs },
        curve: curves[shift],
      })),
    }),
  );
