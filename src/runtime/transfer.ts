/** Moves what an array buffer has to a new one of so many bytes (ECMAScript 2024); undefined where there is no such thing. */
export type Transfer = ((this: ArrayBuffer, length: number) => ArrayBuffer) | undefined;
