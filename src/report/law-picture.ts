/** One round of a run's law as a picture of its own, on the scale of all its rounds. */
import { formatCount } from '#base/format';
import { lawPicture } from '#charts/law-picture';
import { paletteOf } from '#charts/palettes';
import { heatScaleOver } from '#charts/scale';
import type { LawEstimate } from '#mixing/laws/folded-law';

/** @param unit what an entry measures @param estimates all rounds @param place the one that is drawn */
export function pictureOfLaw(
  { title, groups, unit }: { readonly title: string; readonly groups: readonly string[]; readonly unit: string },
  estimates: readonly LawEstimate[],
  place: number,
): string {
  const { matrix, round, step } = estimates[place]!;
  const scale = heatScaleOver(estimates.map((one) => one.matrix));
  const decimals = Math.min(6, Math.max(1, 2 - Math.floor(Math.log10(scale.limit || 1))));
  return lawPicture({
    title,
    lead: `Round ${formatCount(round)}, step ${formatCount(step)}; one scale over all ${formatCount(estimates.length)} rounds`,
    groups,
    panels: [{ title, matrix, scale, decimals, unit }],
    palette: paletteOf(null),
    panelWidth: Math.min(1000, Math.max(420, 150 + groups.length * 48)),
  });
}
