import { formatNumber } from '#base/format';
import { defaultsOf } from '#mixing/knobs';
import type { Cost, Knob, Method } from '#mixing/method';
import { methodById, methods as all } from '#mixing/methods/index';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { columns } from '../tables.ts';

/** The setting that a method's cost is shown for. */
const example = { steps: 1000, groups: 3, batch: 8 } as const;

export const methods: Register = (program, streams) => {
  const command = program.command('methods').description('methods, their knobs, presets and costs');
  withCommonOptions(command.command('list', { isDefault: true }).description('the methods there are')).action(
    (options: CommonOptions) => {
      const list = all.map(({ id, title, paper, kind, summary }) => ({ id, title, paper, kind, summary }));
      writeResult(streams, options, list, () =>
        columns(
          ['id', 'method', 'kind', 'source', ''],
          list.map(({ id, title, kind, paper, summary }) => [id, title, kind, paper, summary]),
        ),
      );
    },
  );
  withCommonOptions(command.command('show <id>').description('everything about a method')).action(
    (id: string, options: CommonOptions) => {
      const method: Method = methodById(id);
      const { title, paper, kind, summary, knobs, presets } = method;
      const cost = costInExample(method);
      const found = { id, title, paper, kind, summary, knobs, presets, cost: { example, ...cost } };
      writeResult(streams, options, found, () => textOf(method, cost));
    },
  );
};

function costInExample(method: Method): Cost {
  const setting = {
    groups: Array.from({ length: example.groups }, (_group, i) => ({ name: `group ${i + 1}`, tokens: 1e6 })),
    steps: example.steps,
    totalSteps: example.steps,
    batch: example.batch,
    seed: 0,
  };
  return method.cost(setting, defaultsOf(method.knobs));
}

function textOf({ title, paper, kind, summary, knobs, presets }: Method, cost: Cost): string {
  const table = Object.entries(knobs).map(([name, knob]) => [
    name,
    rangeOf(knob),
    JSON.stringify(knob.default),
    knob.help,
  ]);
  const sets = Object.entries(presets).map(
    ([name, preset]) => `  ${name} (${preset.title}): ${JSON.stringify(preset.knobs)}`,
  );
  return [
    `${title} (${paper}, ${kind})\n${summary}`,
    table.length > 0 ? columns(['knob', 'values', 'default', ''], table) : 'It has no knobs.',
    ...(sets.length > 0 ? [`Presets\n${sets.join('\n')}`] : []),
    `Cost of ${example.steps} steps on ${example.groups} groups at the defaults: ${cost.learningSteps} learning steps, ${cost.measuringSteps} of the final ${cost.finalSteps} steps spent on measuring, ${formatNumber(cost.evaluations, 1)} more validation passes.`,
  ].join('\n\n');
}

function rangeOf(knob: Knob): string {
  switch (knob.type) {
    case 'number':
    case 'integer':
      return `${knob.range[0]} to ${knob.range[1]}${knob.unit === 'none' ? '' : ` ${knob.unit}`}`;
    case 'choice':
      return knob.choices.map(({ value }) => value).join(' | ');
    case 'flag':
      return 'true | false';
    case 'vector':
      return 'one number per group';
    case 'table':
      return 'rows of one number per group';
  }
}
