/** Shares by the number of training tokens, optionally flattened by a temperature. Spec 2.2. */
import { tempered } from '#base/simplex';
import { offline } from '../method.ts';
import { epochComplaints } from './availability.ts';

export const natural = offline({
  id: 'natural',
  title: 'Natural',
  paper: 'baseline',
  summary: 'Groups get shares in proportion to their training tokens: what mixing all text into one heap would give.',
  knobs: {
    temperature: {
      type: 'number',
      default: 1,
      range: [1e-6, 1],
      unit: 'none',
      label: 'Temperature',
      symbol: 'τ',
      help: 'Exponent on the token counts: 1 keeps natural shares, smaller values move towards equal ones.',
      level: 'simple',
    },
  },
  presets: {
    'half-flattened': { title: 'Half flattened (τ = 0.5)', knobs: { temperature: 0.5 } },
  },
  complaints: (setting, { temperature }) =>
    setting.groups.some((group) => group.tokens > 0)
      ? epochComplaints(
          setting,
          tempered(
            setting.groups.map((group) => group.tokens),
            temperature,
          ),
        )
      : [
          {
            knob: '',
            message: 'No group has training tokens, so there are no natural shares.',
            remedy: 'Tokenize the groups first, or choose another method.',
            code: 'proportions_invalid',
          },
        ],
  costFormula: 'Nothing besides the S steps of the final run.',
  cost: ({ steps }) => ({ learningSteps: 0, measuringSteps: 0, finalSteps: steps, evaluations: 0 }),
  *learn({ groups }, { temperature }) {
    return tempered(
      groups.map((group) => group.tokens),
      temperature,
    );
  },
});
