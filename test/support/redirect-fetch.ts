/** Preloaded into a process, sends whatever it fetches to the server named by LOCAL_SERVER. */
const realFetch = globalThis.fetch;
globalThis.fetch = (address, init) => {
  const name = new URL(address as string).pathname.split('/').at(-1)!;
  return realFetch(process.env['LOCAL_SERVER']! + name, init);
};
