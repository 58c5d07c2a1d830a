import type { Readable } from 'node:stream';
import { open, type Entry, type ZipFile } from 'yauzl';

/** The archives that files are looked for in have one or two members. */
const mostMembers = 1000;

/** A file to look for in an archive. */
export interface ZipMember {
  /** Its name, without the folder of the archive in which it is. */
  readonly name: string;
  /** No more bytes than this are unpacked, whatever the archive says of the file's size. */
  readonly largest: number;
}

/**
 * Opens the first of some files that a zip archive holds, in whatever folder of it, for `use` to read. Nothing
 * is written anywhere.
 *
 * @returns Whether there is one.
 * @throws Error whose message goes on from "The file" (the archive): what is wrong with it, without a mend; and
 * what `use` throws.
 */
export async function withZipMember<M extends ZipMember>(
  path: string,
  members: readonly M[],
  use: (content: Readable, member: M) => Promise<void>,
): Promise<boolean> {
  const zip = await openZip(path);
  try {
    const found = await findEntry(zip, members);
    if (found === undefined) return false;
    const { entry, member } = found;
    if (entry.isEncrypted()) throw new Error(`has "${member.name}" encrypted`);
    if (entry.uncompressedSize > member.largest) {
      const size = entry.uncompressedSize;
      throw new Error(`has a "${member.name}" of ${size} bytes, more than ${member.largest}`);
    }
    // yauzl gives no more bytes than that, and ends with an error if there are more or fewer.
    await use(await openEntry(zip, entry), member);
    return true;
  } finally {
    zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(problem(error));
    });
  });
}

function findEntry<M extends ZipMember>(
  zip: ZipFile,
  members: readonly M[],
): Promise<{ entry: Entry; member: M } | undefined> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    zip.on('error', (error: Error) => reject(problem(error)));
    zip.on('end', () => resolve(undefined));
    zip.on('entry', (entry: Entry) => {
      const { fileName } = entry;
      const member = members.find(({ name }) => fileName === name || fileName.endsWith(`/${name}`));
      if (member !== undefined) resolve({ entry, member });
      else if (++seen > mostMembers) reject(new Error(`is an archive of more than ${mostMembers} files`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream);
      else reject(problem(error));
    });
  });
}

/** What the operating system says has a code, and what yauzl says has none. */
function problem(error: Error): Error {
  const isOfSystem = (error as NodeJS.ErrnoException).code !== undefined;
  const kind = isOfSystem ? 'cannot be read' : 'is no sound zip archive';
  return new Error(`${kind} (${error.message})`, { cause: error });
}
