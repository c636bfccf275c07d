import { Refusal } from '#base/refusal';
import { experimentFrom } from '#contract/templates';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { columns } from '../../tables.ts';

export const addTemplates: Register = (group, streams) => {
  withCommonOptions(
    group
      .command('templates [name]')
      .description("templates there are; with a name, an experiment file made from it for the workspace's groups"),
  ).action(async (name: string | undefined, options: CommonOptions) => {
    const [templates, groups] = await withEngine(options, 'read', streams, (engine) =>
      Promise.all([engine.templates(), engine.listGroups()]),
    );
    if (name === undefined) {
      const rows = templates.map((one) => [one.name, one.isBuiltIn ? one.purpose : 'of this workspace']);
      writeResult(streams, options, templates, () => columns(['Template', 'for'], rows));
      return;
    }
    const template = templates.find((one) => one.name === name);
    if (!template)
      throw new Refusal('option_invalid', `There is no template "${name}".`, {
        field: 'name',
        remedy: `The templates are ${templates.map((one) => `"${one.name}"`).join(', ')}.`,
      });
    const experiment = experimentFrom(
      template,
      groups.map((one) => one.name),
    );
    writeResult(streams, options, experiment, () => JSON.stringify(experiment, null, 2));
  });
};
