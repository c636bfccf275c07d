/** The way from a finding to the field that it is about: fields of the form carry their path as `data-field`. */

/**
 * Brings a field into view and gives it the focus.
 *
 * @param orItsPart where the field itself is not shown, the nearest part of the form that would hold it
 * @returns false when there is no such field
 */
export function goToField(field: string, { orItsPart = false } = {}): boolean {
  for (let path = field; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const place = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
    const control = place?.querySelector<HTMLElement>('input, select, textarea, button');
    if (place) {
      (control ?? place).scrollIntoView({ block: 'center' });
      control?.focus();
      return true;
    }
    if (!orItsPart) return false;
  }
  return false;
}
