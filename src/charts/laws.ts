/** What code without components needs of the charts of laws; importing it loads no component. */
export { lawPicture, type LawPicture } from './law-picture.ts';
export { paletteOf } from './palettes.ts';
export { readCell, type LawUnit } from './reading.ts';
export { heatScale, heatScaleOver, roundUp, type HeatScale } from './scale.ts';
export { holding, type Band, type Line, type Look, type ProportionPoint } from './series.ts';
