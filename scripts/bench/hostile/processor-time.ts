const repetitions = 5;

/** Returns the milliseconds of this thread that an operation takes. Other programs on the machine don't count. */
export async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** Repeats a measurement. @returns The least result: everything above it is the work of others. */
export async function fastest(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    least = Math.min(least, await processorMs(work));
  }
  return least;
}
