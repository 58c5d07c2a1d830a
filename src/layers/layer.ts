import type { Shape } from '../core/shape.js';
import type { Value } from '../graph/index.js';
import type { Initializer } from './initializers.js';

/** A tensor of a layer that is kept from step to step. */
export interface WeightSpec {
  /** Keras' name for it, such as `kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for what the optimizer leaves alone, such as the moving mean of batch normalization. */
  readonly trainable: boolean;
}

/** What a layer may use besides its input when it adds itself to a graph. */
export interface LayerContext {
  /** Whether the graph is for training: dropout drops, batch normalization uses the batch. */
  readonly training: boolean;
  /** Names this layer's nodes apart from those of other layers: its place in the model. */
  readonly index: number;
  /** The layer's weights by name. */
  readonly weights: Readonly<Record<string, Value>>;
  /** For sequences, [batch, steps] of bool: false marks padding. Absent if nothing is padded. */
  readonly mask?: Value | undefined;
  /** In training, a uint32 that is another number at every step: the source of randomness. */
  readonly randomKey?: Value | undefined;
  /** In training, gives a weight that is not trained its next value. */
  update(weight: string, value: Value): void;
}

/** A layer whose input shape is known. Shapes are those of one sample, without the batch. */
export interface BuiltLayer {
  readonly outputShape: Shape;
  readonly weights: readonly WeightSpec[];
  /** For a layer of tokens, how many different ones there are: its input must be integers below that. */
  readonly tokens?: number;
  /** For a layer of tokens, the one that stands for padding. */
  readonly paddingIndex?: number | undefined;
  /** Adds the layer to a graph. */
  apply(x: Value, context: LayerContext): Value;
  /** The mask that goes with the output; absent means that of the input. */
  outputMask?(x: Value, mask: Value | undefined): Value | undefined;
  /** The layer that does this one's and the next one's work at once, if that is faster. */
  absorb?(next: Layer): BuiltLayer | undefined;
}

/** A layer as users write it, before the shape of its input is known. */
export interface Layer {
  /** Keras' name of its class, such as `Dense`. */
  readonly type: string;
  /** @throws ShapeError if samples of this shape do not fit. */
  build(inputShape: Shape): BuiltLayer;
}

export const trained = (name: string, shape: readonly number[], initializer: Initializer): WeightSpec => ({
  name,
  shape,
  initializer,
  trainable: true,
});

/** A weight's place in the vectors of a model's weights. */
export interface ModelWeight extends WeightSpec {
  /** Name of the layer and of the weight, such as `dense_1/kernel`. */
  readonly path: string;
  /** Where it starts in its vector. */
  readonly offset: number;
}

export interface ModelLayer {
  /** Keras' name for it in this model, such as `dense_1`. */
  readonly name: string;
  readonly type: string;
  readonly outputShape: Shape;
  readonly weights: readonly ModelWeight[];
}
