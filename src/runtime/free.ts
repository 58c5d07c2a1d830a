import { transfer } from '#runtime';
import type { Tensor } from 'onnxruntime-common';

/**
 * Gives the memory of a tensor back at once; its values are lost. The collector of garbage would give it back much later, and
 * much of it together: meanwhile every step takes new memory, which is in no cache, and in pages that the system first has to
 * make.
 */
export function free({ data }: Tensor): void {
  transfer?.call((data as Float32Array).buffer as ArrayBuffer, 0);
}
