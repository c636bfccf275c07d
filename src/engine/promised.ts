/** The answer of work that needs no waiting, as a promise: what it throws rejects, as it would over a wire. */
export function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
