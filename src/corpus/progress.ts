/** How far a long task is, in bytes; `total` 0 when unknown. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

const stepBytes = 1 << 20;

export interface Meter {
  readonly add: (bytes: number) => void;
  readonly end: () => void;
}

/** Passes progress on once a megabyte, and at the end. */
export function meter(total: number, report: (progress: Progress) => void = () => undefined): Meter {
  let done = 0;
  let reported = 0;
  return {
    add: (bytes) => {
      done += bytes;
      if (done - reported < stepBytes) return;
      reported = done;
      report({ done: Math.min(done, total), total });
    },
    end: () => report({ done: total, total }),
  };
}
