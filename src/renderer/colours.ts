/** Colour tokens of app.css by what they stand for. */

export const groupColours = 20;

/** CSS colour of palette index `colour`; neutral for a group that is gone. */
export function groupColour(colour: number | undefined): string {
  return colour === undefined ? 'var(--faint)' : `var(--group-${colour % groupColours})`;
}

/** CSS colour of a method; a composition ('aioli+doremi') has that of the method that ends it. */
export function methodColour(method: string): string {
  return `var(--method-${method.split('+')[0] ?? method}, var(--muted))`;
}
