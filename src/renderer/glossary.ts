/**
 * Words of the field as this program uses them: shown beside a word by Term, and all together in the guide. `words` is how
 * they stand in a text, as a pattern.
 */
export const glossary = {
  group: {
    title: 'Group',
    words: 'groups?',
    text: 'One of the kinds of text that are mixed, such as law or code. A method decides how much of each the model sees.',
  },
  proportions: {
    title: 'Proportions p',
    words: 'proportions|mixtures?',
    text: 'The share of each group in the training batches. They are never negative and add up to one.',
  },
  stratified: {
    title: 'Stratified',
    words: 'stratified',
    text: 'Every group gets the same share throughout. Nothing is learned; it is the baseline that is hard to beat.',
  },
  natural: {
    title: 'Natural',
    words: 'natural',
    text: 'Every group gets the share that it has of all tokens.',
  },
  perplexity: {
    title: 'Perplexity',
    words: 'perplexit(?:y|ies)',
    text: 'The exponential of the loss in nats per token: among how many equally likely tokens the model still hesitates. Lower is better; values of different tokenizers cannot be compared.',
  },
  bitsPerByte: {
    title: 'Bits per byte',
    words: 'bits per byte',
    text: 'The loss per byte of text instead of per token, in bits. Lower is better, and values of different tokenizers can be compared.',
  },
  loss: {
    title: 'Loss',
    words: 'loss(?:es)?',
    text: 'Mean negative log-likelihood of a token, in nats. Validation losses guide methods and charts; the test loss is taken once, at the end.',
  },
  mixingLaw: {
    title: 'Mixing law',
    words: '(?:mixing )?laws?',
    text: 'How the loss on each group depends on the proportions. Methods differ in the law that they assume and in how they estimate its parameters.',
  },
  lawMatrix: {
    title: 'Aᵗ',
    words: 'Aᵗ|A\\^t',
    text: 'The parameters of a linear mixing law at time t: entry (i, j) says how much a share of group j lowers the loss on group i over the next steps.',
  },
  optimalLaw: {
    title: 'A*',
    words: 'A\\*',
    text: 'The parameters that were measured by training on many mixtures from one point of a run. A method is judged by how near its own Aᵗ comes.',
  },
  oneHot: {
    title: 'One-hot factor ε',
    words: 'one-hot factor',
    text: 'How far a batch that measures one group leans away from it: at 0 it holds that group alone, at 1 all groups evenly. Little leaning measures badly, a lot disturbs training.',
  },
  egd: {
    title: 'EGD',
    words: 'EGD|exponentiated gradient(?: descent)?',
    text: 'Exponentiated gradient descent: each share is multiplied by the exponential of what it has earned, and the shares are scaled to add up to one again. η is the size of the step.',
  },
  round: {
    title: 'Round',
    words: 'round by round|rounds?',
    text: 'One update of the proportions, with the steps that are trained at them.',
  },
  trajectory: {
    title: 'Trajectory',
    words: 'trajector(?:y|ies)',
    text: 'The proportions over the steps of a run.',
  },
  proxy: {
    title: 'Proxy and reference',
    words: 'prox(?:y|ies)|reference model',
    text: 'Helper models that some methods train before the subject: the reference says what loss can be expected, the proxy finds proportions. Their steps count in a method’s cost.',
  },
  subject: {
    title: 'Subject',
    words: 'subject',
    text: 'The model that is trained on the mixture and judged in the end.',
  },
  epoch: {
    title: 'Epoch',
    words: 'epochs?',
    text: 'One pass over a group. A small group with a large share is seen several times, which teaches less each time.',
  },
  seed: {
    title: 'Seed',
    words: 'seeds?',
    text: 'Where chance starts: initial weights and the order of the data. The spread over seeds says how much of a difference is luck.',
  },
} as const;

export type TermId = keyof typeof glossary;

/** A stretch of a text: plain, or a word that the glossary explains. */
export type Stretch = { readonly text: string; readonly term: TermId | null };

const ids = Object.keys(glossary) as TermId[];
const anyTerm = new RegExp(
  ids.map((id) => `(?<![\\p{L}\\d-])(${glossary[id].words})(?![\\p{L}\\d-])`).join('|'),
  'giu',
);

/** The text cut at the words that are explained, each at its first place only. @param known what need not be explained again */
export function explain(text: string, known: readonly TermId[] = []): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const seen = new Set(known);
  let end = 0;
  for (const match of text.matchAll(anyTerm)) {
    const term = ids[match.slice(1).findIndex(Boolean)]!; // a group that did not take part is undefined
    if (seen.has(term)) continue;
    seen.add(term);
    if (match.index > end) stretches.push({ text: text.slice(end, match.index), term: null });
    stretches.push({ text: match[0], term });
    end = match.index + match[0].length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), term: null });
  return stretches;
}
