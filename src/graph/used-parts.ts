import type { Constant, Graph, Node, Value } from './graph.js';

/** What the outputs depend on; ONNX Runtime would compute the rest, too. */
export function usedParts({ outputs, nodes, constants }: Graph): { nodes: Node[]; constants: Constant[] } {
  const used = new Set<Value>(outputs.map(({ value }) => value));
  const usedNodes = nodes
    .toReversed()
    .filter((node) => {
      const isUsed = node.outputs.some((output) => used.has(output));
      if (isUsed) for (const input of node.inputs) if (input) used.add(input);
      return isUsed;
    })
    .reverse();
  return { nodes: usedNodes, constants: constants.filter(({ value }) => used.has(value)) };
}
