import { elementwiseGradients } from './elementwise.js';
import { indexingGradients } from './indexing.js';
import { linearGradients } from './linear.js';
import { reductionGradients } from './reduction.js';
import type { GradientTable } from './rule.js';
import { shapeGradients } from './shape.js';

/** How each operator is differentiated. An operator without an entry does not compile. */
export const gradientRules: GradientTable = {
  ...elementwiseGradients,
  ...linearGradients,
  ...shapeGradients,
  ...indexingGradients,
  ...reductionGradients,
};
