import { Refusal } from '#base/refusal';
import type { LawPictureChoice, LawSeries } from '#contract/api';
import { estimatesIn, lawUnitOf } from '#mixing/laws/law-measure';
import { gradientEstimate } from '#mixing/laws/provenance';
import { pictureOfLaw } from '#report/law-picture';

/** One round of a law as SVG. @throws Refusal `law_missing` */
export function drawLaw(law: LawSeries, label: string, { round, form = 'raw' }: LawPictureChoice = {}): string {
  const { rounds, groups, method, seed, provenance } = law;
  const place = round === undefined ? rounds.length - 1 : rounds.findIndex((one) => one.round === round);
  if (place < 0)
    throw new Refusal(
      'law_missing',
      rounds.length === 0 ? 'This run has estimated no law.' : `It has no round ${String(round)}.`,
      {
        field: 'round',
        remedy:
          rounds.length === 0
            ? 'Choose a run of a method that estimates one, such as Aioli, that has got that far.'
            : `Choose one of ${rounds.map((one) => one.round).join(', ')}.`,
      },
    );
  const source = provenance === gradientEstimate ? `, ${gradientEstimate}` : '';
  const unit = form === 'normalised' ? 'share of all effects' : (lawUnitOf(method) ?? 'nats over one measurement');
  return pictureOfLaw(
    { title: `Law of ${label}, seed ${String(seed)}${source}`, groups, unit },
    estimatesIn(rounds, form),
    place,
  );
}
