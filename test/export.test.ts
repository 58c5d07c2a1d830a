import { join } from 'node:path';
import {
  adam,
  decodeWeights,
  dense,
  encodeWeights,
  evaluate,
  exportOnnx,
  FileFormatError,
  predict,
  randomShuffling,
  sequential,
  train,
} from 'choosy';
import { loadWeights, readFileWhole, saveOnnx, saveWeights } from 'choosy/storage';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredArray,
  type StoredTensor,
} from '../src/core/safetensors.js';
import { expectClose } from './support/fixtures.js';
import { readOnnx } from './support/protobuf.js';
import { convolutionalToy, denseToy, noisyToy, recurrentToy, type Toy } from './support/toy.js';
import { inTemporaryFolder } from './support/temporary-folder.js';

const toys: [string, Toy][] = [
  ['dense', denseToy()],
  ['convolutional', convolutionalToy()],
  ['batch normalization and dropout', noisyToy()],
  ['recurrent', recurrentToy()],
];

/** Trained for a little, so that moving statistics are not what they began as. */
const trainedWeights = async ({ model, dataset, loss }: Toy) =>
  (
    await train({
      ...{ model, trainingSet: dataset, loss, optimizer: adam({ learningRate: 0.01 }) },
      ...{ selector: randomShuffling(), batchSize: 8, stop: { epochs: 4 } },
    })
  ).weights;

const FLOAT = 1;
const INT32 = 6;

describe.each(toys)('the ONNX file of a network: %s', (_, toy) => {
  const { model, dataset } = toy;

  it('predicts what the model predicts, in a session that knows only the file', async () => {
    const weights = await trainedWeights(toy);
    const session = await InferenceSession.create(exportOnnx({ model, weights }));
    expect(session.inputNames).toEqual(['x']);
    expect(session.outputNames).toEqual(['logits']);
    const count = dataset.labels.length;
    const values = model.tokens ? Int32Array.from(dataset.features) : Float32Array.from(dataset.features);
    const type = model.tokens ? 'int32' : 'float32';
    for (const size of [count, 1]) {
      const part = values.slice(0, (size * values.length) / count) as Float32Array;
      const x = new Tensor(type, part as never, [size, ...model.inputShape]);
      const { logits } = await session.run({ x });
      expect(logits!.dims).toEqual([size, ...model.outputShape]);
      const expected = await predict({ model, weights, features: dataset.features });
      const firsts = [...expected.subarray(0, size * model.outputShape[0]!)];
      expectClose(logits!.data as Float32Array, firsts, { tolerance: 1e-6, what: 'logits' });
    }
    await session.release();
  });

  it('says what it takes and gives', () => {
    const weights = model.initialize(1);
    const file = readOnnx(exportOnnx({ model, weights }));
    expect(file.irVersion).toBe(8);
    expect(file.opsets).toEqual([{ domain: '', version: 18 }]);
    const type = model.tokens ? INT32 : FLOAT;
    expect(file.inputs).toEqual([{ name: 'x', type, shape: ['batch', ...model.inputShape] }]);
    expect(file.outputs).toEqual([{ name: 'logits', type: FLOAT, shape: ['batch', ...model.outputShape] }]);
    // Nothing but the input is missing, and nothing is computed twice under one name.
    const known = new Set(['', 'x', ...file.constants.map(({ name }) => name)]);
    for (const { op, inputs, outputs } of file.nodes) {
      for (const input of inputs) expect(known, `input of ${op}`).toContain(input);
      for (const output of outputs) {
        expect(known).not.toContain(output);
        known.add(output);
      }
    }
    const floats = file.constants.find(({ shape }) => shape[0] === model.parameterCount);
    const stored = new Float32Array(floats!.data.slice().buffer);
    expect(stored).toEqual(weights.parameters);
  });
});

describe('the ONNX file of a network', () => {
  it('takes bytes where asked for', async () => {
    const { model, dataset } = convolutionalToy(4);
    const weights = model.initialize(1);
    const onnx = exportOnnx({ model, weights, inputType: 'uint8' });
    const session = await InferenceSession.create(onnx);
    const { logits } = await session.run({
      x: new Tensor('uint8', dataset.features as Uint8Array, [4, 8, 8, 1]),
    });
    const expected = await predict({ model, weights, features: dataset.features });
    expectClose(logits!.data as Float32Array, [...expected], { tolerance: 1e-6, what: 'logits' });
    await session.release();
  });
});

describe('files', () => {
  it('keep weights to the bit', () =>
    inTemporaryFolder(async (folder) => {
      const toy = noisyToy();
      const { model, dataset, loss } = toy;
      const weights = await trainedWeights(toy);
      const path = join(folder, 'weights.safetensors');
      await saveWeights(path, model, weights);
      const loaded = await loadWeights(path, model);
      expect(loaded).toEqual(weights);
      const measured = { model, dataset, loss, metrics: [] };
      expect(await evaluate({ ...measured, weights: loaded })).toEqual(
        await evaluate({ ...measured, weights }),
      );
    }));

  it('hold the ONNX file as it is', () =>
    inTemporaryFolder(async (folder) => {
      const { model } = denseToy();
      const path = join(folder, 'model.onnx');
      await saveOnnx(path, { model, weights: model.initialize(1) });
      expect(Uint8Array.from(await readFileWhole(path))).toEqual(
        exportOnnx({ model, weights: model.initialize(1) }),
      );
    }));
});

describe('weights of another model', () => {
  const { model } = denseToy();
  const bytes = encodeWeights(model, model.initialize(1));
  const refusal = (...layers: Parameters<typeof dense>[0][]) => {
    const other = sequential(
      layers.map((units) => dense(units)),
      { inputShape: [4] },
    );
    try {
      decodeWeights(other, bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(FileFormatError);
      return (error as Error).message;
    }
    return 'none';
  };

  it('are refused', () => {
    expect(refusal(5, 3)).toMatchInlineSnapshot(
      `"The model needs "dense/kernel" of shape [4, 5], but the file of weights has it with shape [4, 6]; load the weights of a model with the same layers."`,
    );
    expect(refusal(6, 3, 3)).toMatchInlineSnapshot(
      `"The model needs "dense_2/kernel" of shape [3, 3], but the file of weights does not have it; load the weights of a model with the same layers."`,
    );
    expect(refusal(6, 3)).toBe('none');
  });
});

const arrayTypes = [Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array] as const;

/** A tensor of any type and shape, its bytes arbitrary: NaNs of any kind must survive, too. */
const tensors: fc.Arbitrary<StoredTensor> = fc
  .tuple(fc.constantFrom(...arrayTypes), fc.array(fc.nat(4), { maxLength: 3 }))
  .chain(([type, shape]) => {
    const length = shape.reduce((a, b) => a * b, 1) * type.BYTES_PER_ELEMENT;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes): StoredTensor => ({ shape, data: new type(bytes.slice().buffer) }));
  });
const names = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'a/b', ''));
const files = fc.record({
  tensors: fc.dictionary(names, tensors, { maxKeys: 4 }),
  metadata: fc.dictionary(names, fc.string({ unit: 'binary' }), { maxKeys: 4 }),
});
const bytesOf = ({ buffer, byteOffset, byteLength }: StoredArray) =>
  new Uint8Array(buffer, byteOffset, byteLength);

describe('safetensors', () => {
  it('come back as they were, from any place in a buffer', () => {
    fc.assert(
      fc.property(files, fc.nat(9), ({ tensors, metadata }, offset) => {
        const encoded = encodeSafetensors({ tensors, metadata });
        const bytes = new Uint8Array(offset + encoded.length + 5).subarray(offset, offset + encoded.length);
        bytes.set(encoded);
        const decoded = decodeSafetensors(bytes, 'The file');
        expect(Object.entries(decoded.metadata)).toEqual(Object.entries(metadata));
        expect(Object.keys(decoded.tensors)).toEqual(Object.keys(tensors));
        for (const [name, { shape, data }] of Object.entries(decoded.tensors)) {
          const given = Object.entries(tensors).find(([key]) => key === name)![1];
          expect(shape).toEqual(given.shape);
          expect(data.constructor).toBe(given.data.constructor);
          expect(bytesOf(data)).toEqual(bytesOf(given.data));
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  /** A file as another program may write it: keys in another order, spaces, an unused byte of padding. */
  const byHand = (header: string, body: readonly number[]) => {
    const text = new TextEncoder().encode(header);
    return Uint8Array.from([text.length, 0, 0, 0, 0, 0, 0, 0, ...text, ...body]);
  };

  it('reads a file made by hand', () => {
    const header = `{ "b": {"shape": [2, 1], "data_offsets": [4, 6], "dtype": "U8"}, "a":{"dtype":"F32","shape":[],"data_offsets":[0,4]} }`;
    const { tensors, metadata } = decodeSafetensors(byHand(header, [0, 0, 0x80, 0xbf, 7, 9]), 'The file');
    expect(tensors).toEqual({
      a: { shape: [], data: Float32Array.of(-1) },
      b: { shape: [2, 1], data: Uint8Array.of(7, 9) },
    });
    expect(metadata).toEqual({});
  });

  it('writes what is written down in the format, byte by byte', () => {
    const bytes = encodeSafetensors({
      tensors: { w: { shape: [1, 2], data: Float32Array.of(1, -2) } },
      metadata: { k: 'v' },
    });
    const header = `{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}`;
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(bytes).toEqual(byHand(padded, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
  });

  const message = (bytes: Uint8Array): string => {
    try {
      decodeSafetensors(bytes, 'The file');
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      return error.message;
    }
    return 'none';
  };
  const tensor = (entry: string, body: readonly number[] = [1, 2, 3, 4]) =>
    message(byHand(`{"w":${entry}}`, body));

  it('says what is wrong with a file', () => {
    expect(tensor('{"dtype":"U8","shape":[4],"data_offsets":[0,4]}')).toBe('none');
    expect(message(new Uint8Array(7))).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (it has only 7 bytes); use another copy of it."`,
    );
    expect(message(byHand('{}', []).subarray(0, 9))).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (its header is longer than the file); use another copy of it."`,
    );
    expect(message(new Uint8Array(64).fill(255))).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (its header is longer than the file); use another copy of it."`,
    );
    expect(message(byHand('{"w"', []))).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (its header is not JSON); use another copy of it."`,
    );
    expect(message(byHand('[]', []))).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (its header is not JSON); use another copy of it."`,
    );
    expect(message(byHand('{"__metadata__":{"a":1}}', []))).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (its metadata are not texts); use another copy of it."`,
    );
    expect(tensor('{"dtype":"F16","shape":[2],"data_offsets":[0,4]}')).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (the tensor "w" is of the unknown type "F16"); use another copy of it."`,
    );
    expect(tensor('{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}')).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (the tensor "w" is not described); use another copy of it."`,
    );
    expect(tensor('{"dtype":"U8","shape":[5],"data_offsets":[0,5]}')).toMatchInlineSnapshot(
      `"The file is not a sound safetensors file (the tensor "w" does not lie in the file); use another copy of it."`,
    );
  });

  it.each([
    'null',
    '7',
    '[]',
    '{}',
    '{"dtype":"toString","shape":[4],"data_offsets":[0,4]}',
    '{"dtype":"__proto__","shape":[4],"data_offsets":[0,4]}',
    '{"dtype":["U8"],"shape":[4],"data_offsets":[0,4]}',
    '{"dtype":"U8","shape":[4]}',
    '{"dtype":"U8","shape":4,"data_offsets":[0,4]}',
    '{"dtype":"U8","shape":[4],"data_offsets":[0]}',
    '{"dtype":"U8","shape":[4],"data_offsets":[4,0]}',
    '{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}',
    '{"dtype":"U8","shape":[4],"data_offsets":[0,4.5]}',
    '{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}',
    '{"dtype":"U8","shape":[4],"data_offsets":[1e300,1e300]}',
    '{"dtype":"F64","shape":[1e15,1e15,1e15],"data_offsets":[0,4]}',
    '{"dtype":"F32","shape":[4],"data_offsets":[0,4]}',
    // No holes and no overlaps, as the format has it.
    '{"dtype":"U8","shape":[3],"data_offsets":[1,4]}',
    '{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"v":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}',
  ])('refuses the tensor %s', (entry) => {
    expect(tensor(entry)).toMatch(
      /^The file is not a sound safetensors file \([^\n]+\); use another copy of it\.$/,
    );
  });

  it('refuses a header nested deeper than can be read', () => {
    expect(message(byHandLong('['.repeat(1e6)))).toMatch(/not JSON/);
  });
  const byHandLong = (header: string) => {
    const bytes = new Uint8Array(8 + header.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(new TextEncoder().encode(header), 8);
    return bytes;
  };

  it('does not let one tensor after another claim the same bytes', () => {
    // 20,000 times a megabyte, if each got its own copy.
    const entry = '{"dtype":"U8","shape":[1000000],"data_offsets":[0,1000000]}';
    const header = `{${Array.from({ length: 20_000 }, (_, i) => `"${i}":${entry}`).join()}}`;
    const file = new Uint8Array(8 + header.length + 1e6);
    file.set(byHandLong(header));
    const started = performance.now();
    expect(message(file)).not.toBe('none');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  const parseAnything = (bytes: Uint8Array) => {
    try {
      const { tensors } = decodeSafetensors(bytes, 'The file');
      const total = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
      expect(total).toBeLessThanOrEqual(bytes.length);
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
    }
  };

  it('meets arbitrary bytes with nothing but a FileFormatError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), parseAnything), { seed: 1, numRuns: 5000 });
    const withLength = fc
      .tuple(fc.nat(40), fc.uint8Array({ maxLength: 64 }))
      .map(([length, rest]) => Uint8Array.from([length, 0, 0, 0, 0, 0, 0, 0, ...rest]));
    fc.assert(fc.property(withLength, parseAnything), { seed: 2, numRuns: 3000 });
  });

  it('meets arbitrary headers with nothing but a FileFormatError', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record(
        {
          dtype: fc.constantFrom('F32', 'F64', 'I32', 'U32', 'U8', 'BF16', ''),
          shape: fc.array(fc.oneof(fc.nat(3), fc.maxSafeInteger(), fc.double())),
          data_offsets: fc.array(fc.oneof(fc.nat(20), fc.maxSafeInteger()), { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
    );
    const headers = fc.dictionary(fc.constantFrom('a', 'b', '__metadata__', '__proto__'), value);
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 16 }), (header, body) =>
        parseAnything(Uint8Array.from([...byHandLong(JSON.stringify(header)), ...body])),
      ),
      { seed: 3, numRuns: 5000 },
    );
  });

  it('meets good files with some bytes changed, cut or added with nothing but a FileFormatError', () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        files,
        fc.array(change, { maxLength: 4 }),
        fc.integer({ min: -5, max: 3 }),
        (file, changes, extra) => {
          const good = encodeSafetensors(file);
          const bytes = new Uint8Array(Math.max(0, good.length + Math.min(extra, 0)));
          bytes.set(good.subarray(0, bytes.length));
          for (const { at, byte } of changes) bytes[at % (bytes.length || 1)] = byte;
          parseAnything(extra > 0 ? Uint8Array.from([...bytes, ...new Uint8Array(extra)]) : bytes);
        },
      ),
      { seed: 4, numRuns: 5000 },
    );
  });
});
