/** What the foreign formats share. */
import { Refusal } from '#base/refusal';
import type { LoggedRun } from '#contract/api';

export function malformed(file: string, why: string, cause?: unknown): Refusal {
  return new Refusal(
    'file_malformed',
    `${file} cannot be read: ${why}.`,
    { file, remedy: 'Name the folder or file that the other program wrote, whole and unchanged.' },
    { cause },
  );
}

/** Seconds since 1970 of an ISO time. */
export function secondsOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso) / 1000;
}

/** A name for a run's folder that every file system takes, and that no other run of the same export has. */
export function folderName({ id, name }: LoggedRun): string {
  return `${name.replaceAll(/[^\p{L}\p{N} .,+-]+/gu, '_').slice(0, 80)} ${id.slice(0, 8)}`.trim();
}
