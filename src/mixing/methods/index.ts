/** Every method that the workbench knows. A new one is one file here and one line below. */
import { Refusal } from '#base/refusal';
import { suggestion } from '#base/suggestion';
import type { Method } from '../method.ts';
import { ado } from './ado.ts';
import { aioli } from './aioli.ts';
import { custom } from './custom.ts';
import { dataMixingLaws } from './data-mixing-laws.ts';
import { doge } from './doge.ts';
import { doremi } from './doremi.ts';
import { gridSearch } from './grid-search.ts';
import { natural } from './natural.ts';
import { odm } from './odm.ts';
import { olmix } from './olmix.ts';
import { regmix } from './regmix.ts';
import { skillIt } from './skill-it.ts';
import { stratified } from './stratified.ts';

export const methods = [
  stratified,
  natural,
  custom,
  gridSearch,
  dataMixingLaws,
  regmix,
  olmix,
  skillIt,
  doremi,
  doge,
  aioli,
  ado,
  odm,
] as const satisfies readonly Method[];

/** The method with this id. @throws Refusal `method_unknown` @param field where the id stands */
export function methodById(id: string, field = 'method.id'): Method {
  const found = methods.find((method) => method.id === id);
  if (found === undefined) {
    const known = methods.map((method) => method.id);
    throw new Refusal('method_unknown', `There is no method "${id}".`, {
      field,
      remedy: `${suggestion(id, known)}Methods: ${known.join(', ')}.`,
    });
  }
  return found;
}
