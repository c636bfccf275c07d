import { absent } from '#base/format';
import type { KnobValue } from '#mixing/method';
import { words, type Block, type Section } from '../block.ts';

export const methods: Section = {
  id: 'methods',
  title: 'Methods',
  help: 'What each method does, with every knob resolved',
  blocks: (record) =>
    record.methods.flatMap(({ label, paper, summary, knobs }): Block[] => [
      { kind: 'text', text: `${label} (${paper}). ${summary}` },
      ...(knobs.length === 0
        ? []
        : [
            {
              kind: 'table',
              table: {
                caption: `Knobs of ${label}`,
                header: ['Knob', 'value', 'set by'],
                words: [1, 2],
                rows: knobs.map(({ name, value, isDefault }) => [
                  words(name),
                  words(knobText(value)),
                  words(isDefault ? 'default' : 'experiment'),
                ]),
              },
            } as const,
          ]),
    ]),
};

export function knobText(value: KnobValue): string {
  if (value === null) return absent;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
