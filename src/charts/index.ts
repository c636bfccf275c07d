/** The charts: numbers in, SVG or canvas out. Colours come from CSS tokens (docs/charts.md lists them). */
export { default as DifferenceBar } from './DifferenceBar.svelte';
export { default as HeatLegend } from './HeatLegend.svelte';
export { default as Interval } from './Interval.svelte';
export { default as LawHeatmap } from './LawHeatmap.svelte';
export { default as LossLines } from './LossLines.svelte';
export { default as ProportionArea } from './ProportionArea.svelte';
export { default as ProportionBar } from './ProportionBar.svelte';
export { default as Sparkline } from './Sparkline.svelte';
export type { Cell } from './grid.ts';
export { shortened } from './labels.ts';
export { readCell, type LawUnit } from './reading.ts';
export { heatScaleOver, type HeatScale } from './scale.ts';
export { groupLook, methodLook, type Line, type Look, type Point, type ProportionPoint } from './series.ts';
export { inWords, judge, type Verdict } from './verdict.ts';
