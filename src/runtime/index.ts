export { createSession } from '#runtime';
export { free } from './free.js';
export { Tensor } from 'onnxruntime-common';
export type { CreateSession, Session, SessionOptions, Tensors } from './session.js';
