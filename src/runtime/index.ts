export { createSession } from '#runtime';
export { Tensor } from 'onnxruntime-common';
export type { CreateSession, Session, SessionOptions, Tensors } from './session.js';
