/** Looking into the files of a group, or of a source that may become one. */
import { resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import type { SourceCalls } from '#contract/api';
import { FilePreviews } from '#corpus/looking/file-preview';
import { filesOf } from '#corpus/source-files';
import type { StoredGroup } from '../store/groups.ts';
import type { Workspace } from '../workspace.ts';
import { sourceOf } from './naming.ts';

const filesListed = 1000;

export function openSourcePreview(workspace: Workspace, known: (idOrName: string) => StoredGroup): SourceCalls {
  const previews = new FilePreviews();
  return {
    previewSource: async (name, from, limit, chosen) => {
      const source = 'group' in name ? known(name.group).source : sourceOf(name, workspace);
      const { files: found } = await filesOf(source, workspace.folder);
      const files = found.slice(0, filesListed).map(({ file, bytes }) => ({ file, bytes }));
      const wanted = chosen === undefined ? undefined : resolve(workspace.folder, chosen);
      const at = wanted === undefined ? found[0] : found.find(({ file }) => file === wanted);
      if (!at && wanted !== undefined)
        throw new Refusal('folder_missing', `${wanted} is none of the files of this source.`, {
          file: wanted,
          remedy: 'Choose one of the files that the preview lists.',
        });
      if (!at) return { files, filesTotal: 0, file: '', ...nothing };
      const { reader, textField, where } = at.part;
      const preview = await previews.preview(at.file, { reader, textField, ...(where && { where }), from, limit });
      return { files, filesTotal: found.length, file: at.file, ...preview };
    },
  };
}

const nothing = {
  reader: 'text',
  problem: 'There is no file that the group would take.',
  fields: [],
  textField: null,
  rows: [],
  total: 0,
  estimatedTotal: 0,
} as const;
