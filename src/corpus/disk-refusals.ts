/** What the system says of a disk that cannot be written to, in words for a person. */
import { Refusal } from '#base/refusal';

/** A refusal where the disk is full or locked; any other error as it is. */
export function asDiskRefusal(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Refusal(
      'disk_full',
      `There is no room left on the disk for ${folder}.`,
      { file: folder, remedy: 'Make room or move the workspace to a larger disk; nothing half-written was kept.' },
      { cause: error },
    );
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new Refusal(
      'workspace_read_only',
      `${folder} cannot be written to.`,
      { file: folder, remedy: 'Allow writing there, or copy the workspace to a folder of your own.' },
      { cause: error },
    );
  return error;
}
