/** What becomes of files and folders that were dropped on the window or named at the start. */
import { Refusal } from '#base/refusal';
import { experimentSchema, type Experiment } from '#contract/experiment';
import type { Workbench } from './workbench.svelte.ts';

/** A workspace is opened, an experiment file put into the form, anything else made into groups. */
export async function openPaths(workbench: Workbench, paths: readonly string[]): Promise<void> {
  const texts = await openKnown(workbench, paths);
  if (texts.length === 0) return;
  if (workbench.workspace.engineState.state !== 'ready')
    throw new Refusal('folder_missing', 'No workspace is open to take this in.', {
      remedy: 'Open a workspace or make one, then drop it again.',
    });
  workbench.navigation.go({ screen: 'groups' });
  await workbench.groups.addFrom(texts);
}

/**
 * Opens what says by itself what it is: a workspace, an experiment file.
 *
 * @returns the rest, which may become groups
 * @throws Refusal `file_missing`
 */
export async function openKnown(workbench: Workbench, paths: readonly string[]): Promise<readonly string[]> {
  const examined = await workbench.shell.call.examinePaths(paths);
  const found = examined.find(({ kind }) => kind === 'workspace');
  if (found) {
    await workbench.shell.call.openWorkspace(found.path);
    return [];
  }
  const missing = examined.find(({ kind }) => kind === 'missing');
  if (missing)
    throw new Refusal('file_missing', `There is no file ${missing.path}.`, {
      file: missing.path,
      remedy: 'Check the path.',
    });
  const isReady = workbench.workspace.engineState.state === 'ready';
  const experiment = examined.find(({ kind }) => kind === 'experiment' && isReady);
  if (experiment) await openExperimentFile(workbench, experiment.path);
  return examined.filter(({ path }) => path !== experiment?.path).map(({ path }) => path);
}

/** Puts an experiment file into the form and goes there. @throws Refusal `file_malformed`, `experiment_invalid` */
export async function openExperimentFile({ draft, navigation, shell }: Workbench, file: string): Promise<void> {
  draft.load(parseExperiment(await shell.call.readText(file), file), `read ${file}`);
  navigation.go({ screen: 'experiment' });
}

/** @throws Refusal `file_malformed`, `experiment_invalid` with the field at fault */
function parseExperiment(text: string, file: string): Experiment {
  const remedy = 'Choose an experiment file (*.experiment.json).';
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new Refusal('file_malformed', `This is not JSON: ${(cause as Error).message}`, { file, remedy }, { cause });
  }
  const parsed = experimentSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new Refusal('experiment_invalid', `${field || 'The file'}: ${issue?.message ?? 'not an experiment'}.`, {
    file,
    field,
    remedy,
  });
}
