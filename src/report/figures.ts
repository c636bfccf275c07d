/** The charts of a report as files of their own: SVG at paper width, colours and font inside, for papers and slides. */
import { interpolateRgb, rgb } from 'd3';
import { render } from 'svelte/server';
import { formatCount } from '#base/format';
import { tokens } from '#charts/tokens';
import type { Chart } from './block.ts';
import FigureView from './parts/FigureView.svelte';
import type { ReportRecord } from './record.ts';
import { lawTitle } from './sections/laws.ts';
import { partsOf } from './sections/index.ts';

export interface Figure {
  /** For a file's name: `losses-law`, `trajectory-aioli-0`. */
  readonly name: string;
  readonly title: string;
  readonly svg: string;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

/** Pixels that a millimetre of paper is drawn with: text of 11 pixels is then 7.5 points high at every width. */
const pixelsPerMillimetre = ((11 / 7.5) * 72) / 25.4;

const font = "'Inter Variable', Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

/**
 * Every chart of a report's sections, in their order.
 *
 * @param width millimetres; one column of most papers is 84, the page's text 174
 */
export function figuresOf(record: ReportRecord, width: number, sections?: readonly string[]): readonly Figure[] {
  const charts = partsOf(record, sections).flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : [])),
  );
  return charts.map((chart): Figure => {
    const { head, body } = render(FigureView, {
      props: { chart, record, width: Math.round(width * pixelsPerMillimetre) },
    });
    const { name, title } = wordsOf(chart, record);
    return { name, title, ...standalone(body, styleIn(head), title) };
  });
}

function wordsOf(chart: Chart, record: ReportRecord): { readonly name: string; readonly title: string } {
  if (chart.chart === 'differences')
    return { name: 'differences', title: 'Differences of average perplexity, paired by seed' };
  if (chart.chart === 'mixtures') return { name: 'mixtures', title: 'Final proportions, mean over seeds' };
  if (chart.chart === 'losses') {
    const of = chart.group === null ? 'mean over groups' : record.groups[chart.group]!.name;
    return { name: fileName(`losses ${chart.group === null ? 'mean' : of}`), title: `Validation loss, ${of}` };
  }
  const run = record.runs.find(({ id }) => id === chart.run)!;
  const whose = `${record.methods[run.method]!.label}, seed ${run.seed}`;
  const label = `${record.methods[run.method]!.label} ${run.seed}`;
  if (chart.chart === 'trajectory') return { name: fileName(`trajectory ${label}`), title: `Proportions, ${whose}` };
  const step = formatCount(chart.matrices.at(-1)!.step);
  return {
    name: fileName(`law ${label}`),
    title: `Mixing law of ${lawTitle(run, record)}, step ${step}; rows evaluated, columns trained on`,
  };
}

/** The pictures of `body`, one below the other, with everything that they need inside, in the light theme. */
function standalone(body: string, style: string, title: string): Omit<Figure, 'name' | 'title'> {
  const pictures = body.split(/<hr[^>]*>/).map(pictureIn);
  const wide = Math.max(...pictures.map(({ width }) => width));
  const high = pictures.reduce((sum, { height }) => sum + height, 0);
  const [width, height] = [wide / pixelsPerMillimetre, high / pixelsPerMillimetre];
  const svg = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${width.toFixed(2)}mm" height="${height.toFixed(2)}mm" role="img">`,
    `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`,
    `<style>text{font-family:${font};fill:${light.get('--text')!}}${style}</style>`,
    ...pictures.map(({ svg }, i) => {
      const above = pictures.slice(0, i).reduce((sum, one) => sum + one.height, 0);
      return `<g transform="translate(0 ${above})">${svg}</g>`;
    }),
    '</svg>',
    '',
  ].join('\n');
  return { svg: withMixes(withColours(svg)), width, height };
}

function pictureIn(html: string): { readonly svg: string; readonly width: number; readonly height: number } {
  const svg = /<svg\b[\s\S]*<\/svg>/
    .exec(html)![0]
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll('&nbsp;', '\u00a0');
  const [, width, height] = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(svg)!.map(Number) as [number, number, number];
  return { svg, width, height };
}

/** The rules of components; those of the page's own elements have nothing to say here. */
function styleIn(head: string): string {
  return [...head.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)]
    .map(([, text]) => text!.replaceAll(/\/\*[\s\S]*?\*\//g, ''))
    .join('');
}

const light = new Map(
  [.../\[data-theme='light'\] \{([^}]*)\}/.exec(tokens)![1]!.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(
    ([, name, value]) => [name!, value!.trim()] as const,
  ),
);

/** Drawing programs know no custom properties: each is replaced by its value, from fallbacks inside others outwards. */
function withColours(text: string): string {
  const replaced = text.replaceAll(
    /var\((--[\w-]+)(?:,\s*[^()]*)?\)/g,
    (whole, name: string) => light.get(name) ?? whole,
  );
  return replaced === text ? text : withColours(replaced);
}

/** Nor do they mix colours themselves. */
function withMixes(text: string): string {
  return text.replaceAll(
    /color-mix\(in srgb, (#\w{6}) ([\d.]+)%, (#\w{6})\)/g,
    (_whole, colour: string, percent: string, ground: string) =>
      rgb(interpolateRgb(ground, colour)(Number(percent) / 100)).formatHex(),
  );
}

function fileName(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
}
