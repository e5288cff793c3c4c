/** Makes that many calls, some of them at a time; gives what the last one gave. */
export async function inTurns(count: number, concurrency: number, call: () => Promise<unknown>): Promise<unknown> {
  let left = count;
  let last: unknown;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      last = (await call()) ?? "nothing";
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return last;
}
