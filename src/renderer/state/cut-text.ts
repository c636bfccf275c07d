/** Names that are too long for their place end in an ellipsis; pointing at one shows it whole, on every screen. */

/** Gives what is cut its own text as a tooltip, and takes it away once there is room again. */
export function revealCut(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  const isCut = target.scrollWidth > target.clientWidth && getComputedStyle(target).textOverflow === 'ellipsis';
  if (isCut && !target.title) {
    target.title = target.textContent.trim();
    target.dataset['reveals'] = '';
  } else if (!isCut && 'reveals' in target.dataset) {
    target.removeAttribute('title');
    delete target.dataset['reveals'];
  }
}
