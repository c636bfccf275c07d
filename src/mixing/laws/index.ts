/** Every mixing law that the workbench knows. A new one is one file here and one line below. */
import { Refusal } from '#base/refusal';
import { suggestion } from '#base/suggestion';
import type { Law } from './law.ts';
import { linearDynamic } from './linear-dynamic.ts';
import { linearDynamicIntercept } from './linear-dynamic-intercept.ts';
import { linearStatic } from './linear-static.ts';
import { logDynamic } from './log-dynamic.ts';
import { logLinearDiagonal } from './log-linear-diagonal.ts';
import { logLinearReduced } from './log-linear-reduced.ts';
import { logLinearRedundant } from './log-linear-redundant.ts';
import { logLinearStatic } from './log-linear-static.ts';

export const laws: readonly Law[] = [
  logLinearStatic,
  logLinearReduced,
  logLinearRedundant,
  logLinearDiagonal,
  linearStatic,
  linearDynamic,
  linearDynamicIntercept,
  logDynamic,
];

/** The law with this id. @throws Refusal `law_unknown` */
export function lawById(id: string, field = 'law'): Law {
  const found = laws.find((law) => law.id === id);
  if (found === undefined) {
    const known = laws.map((law) => law.id);
    throw new Refusal('law_unknown', `There is no law "${id}".`, {
      field,
      remedy: `${suggestion(id, known)}Laws: ${known.join(', ')}.`,
    });
  }
  return found;
}
