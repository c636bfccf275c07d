/** Ids of the commands that the native menu offers: the menu sends them, the window gives each its meaning. */
export const menuCommands = [
  'file.new-workspace',
  'file.open-workspace',
  'file.reveal-workspace',
  'file.add-folders',
  'file.add-files',
  'file.build-sample',
  'file.import-experiment',
  'file.export-experiment',
  'view.groups',
  'view.experiment',
  'view.runs',
  'view.compare',
  'view.laws',
  'view.report',
  'view.rail',
  'view.palette',
  'view.theme-system',
  'view.theme-light',
  'view.theme-dark',
  'run.start',
  'run.resume-queue',
  'run.pause-queue',
  'help.shortcuts',
  'help.about',
] as const;

export type MenuCommand = (typeof menuCommands)[number];
