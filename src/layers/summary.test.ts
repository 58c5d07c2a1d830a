import { describe, expect, it } from 'vitest';
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePool2d,
  layerNormalization,
  lstm,
  maxPool2d,
  rescaling,
  sequential,
} from './index.js';

describe('summary', () => {
  // The table at the end of "Simple MNIST convnet" on keras.io, with the same shapes and numbers.
  it('prints what Keras prints', () => {
    const model = sequential(
      [
        conv2d(32, 3, { activation: 'relu' }),
        maxPool2d(2),
        conv2d(64, 3, { activation: 'relu' }),
        maxPool2d(2),
        flatten(),
        dropout(0.5),
        dense(10, { activation: 'softmax' }),
      ],
      { inputShape: [28, 28, 1] },
    );
    expect(`\n${model.summary()}\n`).toMatchInlineSnapshot(`
      "
      Model: "sequential"
      ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
      ┃ Layer (type)                   ┃ Output Shape       ┃ Param # ┃
      ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
      │ conv2d (Conv2D)                │ (None, 26, 26, 32) │     320 │
      ├────────────────────────────────┼────────────────────┼─────────┤
      │ max_pooling2d (MaxPooling2D)   │ (None, 13, 13, 32) │       0 │
      ├────────────────────────────────┼────────────────────┼─────────┤
      │ conv2d_1 (Conv2D)              │ (None, 11, 11, 64) │  18,496 │
      ├────────────────────────────────┼────────────────────┼─────────┤
      │ max_pooling2d_1 (MaxPooling2D) │ (None, 5, 5, 64)   │       0 │
      ├────────────────────────────────┼────────────────────┼─────────┤
      │ flatten (Flatten)              │ (None, 1600)       │       0 │
      ├────────────────────────────────┼────────────────────┼─────────┤
      │ dropout (Dropout)              │ (None, 1600)       │       0 │
      ├────────────────────────────────┼────────────────────┼─────────┤
      │ dense (Dense)                  │ (None, 10)         │  16,010 │
      └────────────────────────────────┴────────────────────┴─────────┘
       Total params: 34,826 (136.04 KB)
       Trainable params: 34,826 (136.04 KB)
       Non-trainable params: 0 (0.00 B)
      "
    `);
  });

  it('counts what is not trained apart', () => {
    const model = sequential([batchNormalization(), dense(1)], { inputShape: [300] });
    expect(model.summary().split('\n').slice(-3)).toEqual([
      ' Total params: 1,501 (5.86 KB)',
      ' Trainable params: 901 (3.52 KB)',
      ' Non-trainable params: 600 (2.34 KB)',
    ]);
  });

  it('counts nothing where there is nothing', () => {
    const model = sequential([flatten()], { inputShape: [2, 2] });
    expect(model.summary().split('\n').slice(-3)).toEqual([
      ' Total params: 0 (0.00 B)',
      ' Trainable params: 0 (0.00 B)',
      ' Non-trainable params: 0 (0.00 B)',
    ]);
  });
});

describe('names and numbers of parameters', () => {
  it("are Keras'", () => {
    const image = sequential(
      [
        rescaling(1 / 255),
        conv2d(8, [3, 5], { useBias: false }),
        batchNormalization(),
        layerNormalization(),
        conv2d(4, 1),
        globalAveragePool2d(),
        dense(2),
        dense(3),
        dense(4),
      ],
      { inputShape: [10, 12, 3] },
    );
    const counts = ({ layers }: typeof image) =>
      layers.map(({ name, weights }) => [
        name,
        weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
      ]);
    expect(counts(image)).toEqual([
      ['rescaling', 0],
      ['conv2d', 360],
      ['batch_normalization', 32],
      ['layer_normalization', 16],
      ['conv2d_1', 36],
      ['global_average_pooling2d', 0],
      ['dense', 10],
      ['dense_1', 9],
      ['dense_2', 16],
    ]);
    const text = sequential([embedding(1000, 16), lstm(32, { returnSequences: true }), lstm(8)], {
      inputShape: [20],
    });
    expect(counts(text)).toEqual([
      ['embedding', 16_000],
      ['lstm', 6272],
      ['lstm_1', 1312],
    ]);
    expect(text.layers.map(({ outputShape }) => outputShape)).toEqual([[20, 16], [20, 32], [8]]);
  });
});
