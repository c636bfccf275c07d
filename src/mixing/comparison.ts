/** Comparisons of methods: what they hold, how they are made, and the measures they are made of. */
export type * from './comparison/types.ts';
export { compare } from './comparison/compare.ts';
export {
  averagePerplexity,
  bitsPerByte,
  groupMeasureId,
  headlineOf,
  measuresOf,
  metrics,
  perplexityOfMean,
} from './comparison/measures.ts';
