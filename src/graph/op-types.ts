/** The ONNX operators (domain ai.onnx) that graphs are made of. */
export type OpType =
  // elementwise
  | 'Add' | 'Sub' | 'Mul' | 'Div' | 'Neg' | 'Abs' | 'Sign' | 'Exp' | 'Log' | 'Sqrt' | 'Reciprocal' | 'Erf'
  | 'Relu' | 'LeakyRelu' | 'Elu' | 'Tanh' | 'Sigmoid' | 'Max' | 'Min' | 'Where' | 'Cast' | 'Identity'
  | 'Equal' | 'Greater' | 'Less' | 'And' | 'BitShift' | 'BitwiseXor'
  // linear
  | 'MatMul' | 'Gemm' | 'Transpose'
  // shape
  | 'Reshape' | 'Expand' | 'Concat' | 'Split' | 'Slice' | 'Pad' | 'Shape' | 'Range'
  // indexing
  | 'Gather' | 'GatherElements' | 'ScatterND'
  // reduction
  | 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ArgMax' | 'Softmax' | 'LogSoftmax'
  // recurrence (inference only)
  | 'LSTM';
