/** Words of the field as this program uses them: shown beside a word by Term, and all together in the guide. */
export const glossary = {
  group: {
    title: 'Group',
    text: 'One of the kinds of text that are mixed, such as law or code. A method decides how much of each the model sees.',
  },
  proportions: {
    title: 'Proportions p',
    text: 'The share of each group in the training batches. They are never negative and add up to one.',
  },
  stratified: {
    title: 'Stratified',
    text: 'Every group gets the same share throughout. Nothing is learned; it is the baseline that is hard to beat.',
  },
  natural: {
    title: 'Natural',
    text: 'Every group gets the share that it has of all tokens.',
  },
  perplexity: {
    title: 'Perplexity',
    text: 'The exponential of the loss in nats per token: among how many equally likely tokens the model still hesitates. Lower is better; values of different tokenizers cannot be compared.',
  },
  bitsPerByte: {
    title: 'Bits per byte',
    text: 'The loss per byte of text instead of per token, in bits. Lower is better, and values of different tokenizers can be compared.',
  },
  loss: {
    title: 'Loss',
    text: 'Mean negative log-likelihood of a token, in nats. Validation losses guide methods and charts; the test loss is taken once, at the end.',
  },
  mixingLaw: {
    title: 'Mixing law',
    text: 'How the loss on each group depends on the proportions. Methods differ in the law that they assume and in how they estimate its parameters.',
  },
  lawMatrix: {
    title: 'Aᵗ',
    text: 'The parameters of a linear mixing law at time t: entry (i, j) says how much a share of group j lowers the loss on group i over the next steps.',
  },
  optimalLaw: {
    title: 'A*',
    text: 'The parameters that were measured by training on many mixtures from one point of a run. A method is judged by how near its own Aᵗ comes.',
  },
  oneHot: {
    title: 'One-hot factor ε',
    text: 'How far a batch that measures one group leans away from it: at 0 it holds that group alone, at 1 all groups evenly. Little leaning measures badly, a lot disturbs training.',
  },
  egd: {
    title: 'EGD',
    text: 'Exponentiated gradient descent: each share is multiplied by the exponential of what it has earned, and the shares are scaled to add up to one again. η is the size of the step.',
  },
  round: {
    title: 'Round',
    text: 'One update of the proportions, with the steps that are trained at them.',
  },
  trajectory: {
    title: 'Trajectory',
    text: 'The proportions over the steps of a run.',
  },
  proxy: {
    title: 'Proxy and reference',
    text: 'Helper models that some methods train before the subject: the reference says what loss can be expected, the proxy finds proportions. Their steps count in a method’s cost.',
  },
  subject: {
    title: 'Subject',
    text: 'The model that is trained on the mixture and judged in the end.',
  },
  epoch: {
    title: 'Epoch',
    text: 'One pass over a group. A small group with a large share is seen several times, which teaches less each time.',
  },
  seed: {
    title: 'Seed',
    text: 'Where chance starts: initial weights and the order of the data. The spread over seeds says how much of a difference is luck.',
  },
} as const;

export type TermId = keyof typeof glossary;
