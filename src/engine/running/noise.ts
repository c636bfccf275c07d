/** Lines of libraries that tell a person nothing about their run. */

const chatter: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IW] /, // TensorFlow's own log
  /^(WARNING: All log messages before|I0000 |W0000 )/,
  /^To enable (them|the following instructions)/,
  /^(=+|Hi, looks like you are running TensorFlow\.js|Hi there.*TensorFlow\.js)/,
  /^\(node:\d+\) (\[DEP\d+\] )?(DeprecationWarning|ExperimentalWarning)/,
  /^\(Use `node --trace-/,
];

/** Whether a line that a trainer wrote belongs to its libraries and not to the run. Errors never do. */
export function isNoise(line: string): boolean {
  return chatter.some((pattern) => pattern.test(line));
}
