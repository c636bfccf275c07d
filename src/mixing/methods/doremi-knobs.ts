/** DoReMi's settings: the table of knobs and the presets. */
import type { KnobTable } from '../method.ts';

export const knobs = {
  eta: {
    type: 'number',
    default: 1,
    range: [0, 1000],
    unit: 'none',
    label: 'Step size',
    symbol: 'η',
    help: 'How strongly excess loss moves the weights in each step. 1 is published; with few groups or small batches 0.1 keeps the weights off the corners.',
    level: 'simple',
  },
  smoothing: {
    type: 'number',
    default: 1e-3,
    range: [0, 1],
    unit: 'share',
    label: 'Smoothing',
    symbol: 'c',
    help: 'Share of equal weights mixed in at every step, so that no group is lost.',
    level: 'all',
  },
  reference: {
    type: 'choice',
    default: 'stratified',
    choices: [
      { value: 'stratified', label: 'Equal shares' },
      { value: 'natural', label: 'Shares by tokens' },
      { value: 'given', label: 'The weights given below' },
    ],
    label: 'Reference mixture',
    help: 'What the reference model is trained on. The original recommends shares by tokens.',
    level: 'simple',
  },
  referenceWeights: {
    type: 'vector',
    default: null,
    isMixture: true,
    label: 'Reference weights',
    help: 'One weight per group for the reference, used with "the weights given below".',
    level: 'all',
  },
  learnSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps of reference and proxy',
    help: 'How long the reference and the proxy each train. 0 makes them as long as the final run, or as long as the learning budget allows.',
    level: 'simple',
  },
  excess: {
    type: 'choice',
    default: 'group',
    choices: [
      { value: 'group', label: 'By group (clip the mean)' },
      { value: 'token', label: 'By token (clip each, then the mean)' },
    ],
    label: 'Excess loss',
    help: 'Where the excess over the reference is clipped at 0. By token is the original, by group the form of the published comparison.',
    level: 'all',
  },
  objective: {
    type: 'choice',
    default: 'group',
    choices: [
      { value: 'group', label: 'Weighted group means' },
      { value: 'token', label: 'Normalised over tokens (original code)' },
    ],
    label: 'Proxy objective',
    help: 'What the proxy minimises: the weighted sum of group means, or the original code’s mean over all tokens.',
    level: 'all',
  },
  initialExcess: {
    type: 'number',
    default: 1e-6,
    range: [0, 100],
    unit: 'nats',
    label: 'First score',
    help: 'Score of a group that no batch has held yet. The original uses the logarithm of the vocabulary size.',
    level: 'all',
  },
  rounds: {
    type: 'integer',
    default: 1,
    range: [1, 10],
    unit: 'rounds',
    label: 'Rounds at most',
    help: 'Iterated DoReMi: train the reference again on the result, until it moves by less than 0.001 or the rounds are used up.',
    level: 'all',
  },
} as const satisfies KnobTable;

export const presets = {
  paper: {
    title: 'As published',
    knobs: { eta: 1, smoothing: 1e-3, reference: 'natural', excess: 'token' },
  },
  'official-doremi': {
    title: 'Published code',
    knobs: { eta: 1, smoothing: 1e-3, reference: 'natural', excess: 'token', objective: 'token', initialExcess: 10.8 },
  },
  'official-aioli': {
    title: 'As the baseline in Aioli’s code',
    knobs: { eta: 0.01, smoothing: 1e-3, reference: 'stratified', excess: 'group' },
  },
  small: {
    title: 'Short runs on one workstation',
    knobs: { eta: 0.1, smoothing: 1e-3, learnSteps: 100 },
  },
} as const;
