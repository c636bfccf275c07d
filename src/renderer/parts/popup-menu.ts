/** One line of a menu. */
export interface MenuEntry {
  readonly title: string;
  /** As a person reads them. */
  readonly keys?: string;
  /** Present for lines that are switched on and off. */
  readonly isChecked?: boolean;
  /** Absent: always. */
  readonly isEnabled?: boolean;
  /** Parts it from the lines above. */
  readonly startsGroup?: boolean;
  readonly run?: () => void;
  /** A menu of its own. */
  readonly entries?: readonly MenuEntry[];
}
