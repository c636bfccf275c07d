/** Saving laws where a person says: a file, or a folder when there are several. */
import type { Shell } from './engine.ts';
import { numberFiles, pictureAt, pictureName, type ExportFile, type LawScene } from './law-export.ts';
import { pngOf } from './png.ts';

export const lawExports = [
  { id: 'npy', title: 'NPY', hint: 'time × to × from' },
  { id: 'csv', title: 'CSV', hint: 'a line per entry' },
  { id: 'json', title: 'JSON', hint: 'everything' },
  { id: 'svg', title: 'SVG', hint: 'as shown now' },
  { id: 'png', title: 'PNG', hint: 'as shown now' },
  { id: 'frames', title: 'PNG frames', hint: 'every round' },
] as const;
export type LawExport = (typeof lawExports)[number]['id'];

/** @returns what was saved, in words; null when the person changed their mind */
export async function saveLaws(scene: LawScene, what: LawExport, place: number, shell: Shell): Promise<string | null> {
  switch (what) {
    case 'svg':
      return saveOne(
        { name: pictureName(scene, 'svg'), bytes: new TextEncoder().encode(pictureAt(scene, place)) },
        shell,
      );
    case 'png':
      return saveOne({ name: pictureName(scene, 'png'), bytes: await pngOf(pictureAt(scene, place)) }, shell);
    case 'frames': {
      const { places } = scene.timeline;
      return saveMany(places.length, shell, async (frame) => ({
        name: pictureName(scene, 'png', frame),
        bytes: await pngOf(pictureAt(scene, places[frame]!)),
      }));
    }
    default: {
      const files = numberFiles(scene, what);
      return files.length === 1
        ? saveOne(files[0]!, shell)
        : saveMany(files.length, shell, (n) => Promise.resolve(files[n]!));
    }
  }
}

async function saveOne({ name, bytes }: ExportFile, shell: Shell): Promise<string | null> {
  const file = await shell.call.chooseSave(name, name.slice(name.lastIndexOf('.') + 1));
  if (file === null) return null;
  await shell.call.writeBytes(file, bytes);
  return `Saved ${file}.`;
}

/** Files are made one after the other, so that hundreds of pictures need not be in memory together. */
async function saveMany(count: number, shell: Shell, make: (n: number) => Promise<ExportFile>): Promise<string | null> {
  const [folder] = await shell.call.chooseFolders();
  if (folder === undefined) return null;
  for (let n = 0; n < count; n++) {
    const { name, bytes } = await make(n);
    await shell.call.writeBytes(`${folder}/${name}`, bytes);
  }
  return `Saved ${String(count)} files in ${folder}.`;
}
