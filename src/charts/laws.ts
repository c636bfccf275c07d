/** What code without components needs of the charts of laws; importing it loads no component. */
export { readCell, type LawUnit } from './reading.ts';
export { heatScaleOver, type HeatScale } from './scale.ts';
export { holding, type ProportionPoint } from './series.ts';
