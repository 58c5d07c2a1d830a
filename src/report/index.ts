export { writeTensorBoard } from './tensorboard/write-tensorboard.js';
export { writeReport, type WriteReportOptions } from './write-report.js';
