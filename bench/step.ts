/**
 * Time of a training step, ours and PyTorch's: `node bench/step.ts [preset ...] [contender ...]` on an idle machine
 * (cells.ts: rounds, threads, where PyTorch is). On a busy one, processor time on one thread says more than time on the wall.
 */
import { modelPresets, type ModelPreset } from '#contract/experiment';
import { circumstances, hasTorch, inTurns, median, rounds, spreadText } from './cells.ts';
import { contenders, contextOf, isTorch, measureStep, training, typical, type StepCell } from './steps.ts';

const words = process.argv.slice(2);
const named = contenders.filter((contender) => words.includes(contender));
const asked = (named.length > 0 ? named : contenders).filter((contender) => !isTorch(contender));
const torch = (named.length > 0 ? named : contenders).filter(isTorch);
const taking = [...asked, ...(torch.length > 0 && hasTorch() ? torch : [])];
const presets = modelPresets.filter((preset) => words.includes(preset));
for (const preset of presets.length > 0 ? presets : (['nano', 'mini'] as const)) compare(preset);

function compare(preset: ModelPreset): void {
  const tokens = training.batch * contextOf(preset);
  console.log(
    `${preset}, ${training.batch} × ${contextOf(preset)} tokens, ${rounds} processes each; ${circumstances()}`,
  );
  const cells = inTurns(taking, (contender) => measureStep(preset, contender));
  const best = Math.min(...taking.filter(isTorch).map((contender) => typical(cells.get(contender)!)));
  for (const [contender, found] of cells) console.log(`  ${contender}: ${lineOf(found, tokens, best)}`);
}

/** @param best seconds of the quicker PyTorch */
function lineOf(found: readonly StepCell[], tokens: number, best: number): string {
  const milliseconds = found.map(({ seconds }) => 1000 * median(seconds));
  return [
    `${spreadText(milliseconds, 1)} ms a step`,
    `least ${(1000 * Math.min(...found.flatMap(({ seconds }) => seconds))).toFixed(1)}`,
    `processor ${(1000 * median(found.map(({ processorSeconds }) => processorSeconds))).toFixed(1)}`,
    `${Math.round(tokens / typical(found))} tokens/s`,
    ...(Number.isFinite(best) ? [`${(typical(found) / best).toFixed(2)} of the better PyTorch`] : []),
  ].join(', ');
}
