/**
 * The errors that a person can mend. They carry what is at fault and what to do, and cross processes whole.
 * Every code has its entry in docs/errors.md.
 */
export const refusalCodes = [
  // text and groups
  'folder_missing',
  'no_readable_file',
  'group_empty',
  'group_unknown',
  'group_name_taken',
  'group_too_small',
  'group_not_tokenized',
  'reader_unknown',
  'field_missing',
  'tokenizer_unknown',
  'tokenizer_file_unreadable',
  'source_moved',
  'package_unavailable',
  'task_cancelled',
  // experiments and methods
  'file_missing',
  'file_malformed',
  'experiment_invalid',
  'experiment_unknown',
  'method_unknown',
  'preset_unknown',
  'knob_unknown',
  'knob_invalid',
  'proportions_invalid',
  'steps_do_not_fit',
  'lean_too_small',
  'world_invalid',
  // mixing laws
  'law_unknown',
  'law_missing',
  'law_not_identifiable',
  'table_invalid',
  'matrix_invalid',
  'measurement_unknown',
  'option_invalid',
  // models
  'model_invalid',
  'checkpoint_unreadable',
  'backend_unavailable',
  'backend_unknown',
  'execution_unknown',
  'precision_unavailable',
  // workspace and runs
  'workspace_busy',
  'workspace_read_only',
  'workspace_newer',
  'workspace_damaged',
  'trash_unknown',
  'trash_unreadable',
  'copy_unknown',
  'destination_taken',
  'copy_differs',
  'runs_training',
  'query_refused',
  'disk_full',
  'insufficient_memory',
  'run_unknown',
  'run_state',
  'nothing_to_compare',
  'view_unknown',
  'view_invalid',
  'remark_invalid',
  // reports
  'document_unknown',
  'file_unwritable',
  'printer_unavailable',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** Where the fault lies and what mends it. */
export interface RefusalDetails {
  /** The file or folder at fault. */
  readonly file?: string;
  /** The field inside it, dotted: `methods.1.knobs.eta`. */
  readonly field?: string;
  /** What the person can do, as a sentence. */
  readonly remedy: string;
}

/** A request that cannot be met as it stands, worded for the person who made it. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, message: string, details: RefusalDetails, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** A process, device or disk that went away; what was running can be resumed. */
export class Loss extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Loss';
  }
}

/** The refusal in one printable paragraph: message, file, field, remedy. */
export function describe(refusal: Refusal): string {
  const { file, field, remedy } = refusal.details;
  const place = [file && `File: ${file}`, field && `Field: ${field}`].filter(Boolean);
  return [refusal.message, ...place, `Remedy: ${remedy}`].join('\n');
}
