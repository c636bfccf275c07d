/** Laws as files: numbers of each law over all its rounds, and pictures of what the screen shows. */
import { lawPicture, paletteOf, type LawPicture } from '#charts/laws';
import { writeLaw, type LawFormat, type LawRecord } from '#mixing/laws/law-file';
import { gradientEstimate } from '#mixing/laws/provenance';
import type { Theme } from '#charts/palettes';
import { isUnsureAt } from './law-reading.ts';
import type { LawPanel } from './law-panel.ts';
import { placeInWords, roundAt, type LawDrawing, type Timeline } from './law-view.ts';

export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is exported: the panels that the screen shows, under one axis of time. */
export interface LawScene {
  readonly experiment: string;
  readonly panels: readonly LawPanel[];
  readonly drawingFor: (panel: LawPanel) => LawDrawing;
  readonly timeline: Timeline;
  readonly palette: string;
  readonly theme: Theme;
  /** "minus Aioli", for panels that are differences. */
  readonly minusOf: (panel: LawPanel) => string | undefined;
}

/** One file per law, with all its rounds. */
export function numberFiles(scene: LawScene, format: LawFormat): readonly ExportFile[] {
  return scene.panels.map((panel) => ({
    name: `${fileName(`${scene.experiment} law ${titleOf(scene, panel)}`)}.${format}`,
    bytes: writeLaw(recordOf(scene, panel), format),
  }));
}

/** What is shown at a place, as one SVG. */
export function pictureAt(scene: LawScene, place: number): string {
  const { panels, timeline, palette, theme } = scene;
  const drawn = panels.flatMap((panel): LawPicture['panels'] => {
    const round = roundAt(timeline, panel, place);
    if (!round) return [];
    const drawing = scene.drawingFor(panel);
    const { scale, unit, decimals } = drawing;
    return [
      {
        title: labelOf(scene, panel),
        matrix: drawing.inUnit(round.matrix),
        scale,
        decimals,
        unit: unit.cells,
        ...(!scale.isOneSided && { isUnsure: (row: number, column: number) => isUnsureAt(round, row, column) }),
      },
    ];
  });
  const words = placeInWords(timeline.axis, place);
  return lawPicture({
    title: scene.experiment,
    lead: words[0]!.toUpperCase() + words.slice(1),
    groups: panels[0]?.groups ?? [],
    panels: drawn,
    palette: paletteOf(palette),
    theme,
    panelWidth: (panels[0]?.groups.length ?? 0) > 12 ? 620 : 420,
  });
}

/** A file's name of this picture, or of one frame of many. */
export function pictureName({ experiment }: LawScene, extension: string, frame?: number): string {
  const number = frame === undefined ? '' : ` ${String(frame + 1).padStart(4, '0')}`;
  return `${fileName(`${experiment} laws${number}`)}.${extension}`;
}

function titleOf({ minusOf }: LawScene, panel: LawPanel): string {
  const minus = minusOf(panel);
  return minus === undefined ? panel.title : `${panel.title} minus ${minus}`;
}

function labelOf(scene: LawScene, panel: LawPanel): string {
  const source = panel.provenance === gradientEstimate ? `, ${gradientEstimate}` : '';
  return `${titleOf(scene, panel)}, ${panel.lead.toLowerCase()}${source}`;
}

function recordOf(scene: LawScene, panel: LawPanel): LawRecord {
  const { unit } = scene.drawingFor(panel);
  const measure = { share: 'share of all effects', own: panel.measure, 'nats per step': 'nats per step' }[unit.kind];
  return {
    label: labelOf(scene, panel),
    method: panel.method,
    seeds: panel.seeds.map(({ seed }) => seed),
    runs: panel.seeds.flatMap(({ run }) => run ?? []),
    groups: panel.groups,
    unit: measure,
    provenance: panel.provenance,
    subsetError: panel.subsetError,
    rounds: panel.rounds.map(({ round, step, matrix, errors }) => ({ round, step, matrix, errors })),
  };
}

/** Letters, digits and hyphens: a name that every system takes. */
function fileName(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
