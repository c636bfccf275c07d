/** Published mixtures: DoReMi's domain-weight files, or any JSON object of names and weights. */
import { Refusal } from '#base/refusal';
import { normalise } from '#base/simplex';
import type { Proportions } from '../method.ts';

export interface DomainWeights {
  readonly groups: readonly string[];
  readonly proportions: Proportions;
  /** Sum as written. */
  readonly sum: number;
  /** Whether the weights had to be divided by their sum; whoever shows them must say so. */
  readonly isRenormalised: boolean;
}

/**
 * Reads `{"train_domain_weights": {"name": weight, ...}}` or `{"name": weight, ...}`. Weights that do not sum to 1 are
 * divided by their sum, and the result says so: several published mixtures leave groups out.
 *
 * @param content parsed JSON
 * @throws        Refusal `proportions_invalid`
 */
export function parseDomainWeights(content: unknown, file?: string): DomainWeights {
  const place = file === undefined ? {} : { file };
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  const weights = isObject && 'train_domain_weights' in content ? content.train_domain_weights : content;
  const entries =
    typeof weights === 'object' && weights !== null && !Array.isArray(weights) ? Object.entries(weights) : [];
  const wrong = entries.find(([, value]) => typeof value !== 'number' || !Number.isFinite(value) || value < 0);
  if (entries.length === 0 || wrong !== undefined)
    throw new Refusal(
      'proportions_invalid',
      wrong ? `"${wrong[0]}" has no weight of 0 or more.` : 'There are no weights.',
      {
        ...place,
        field: wrong?.[0] ?? 'train_domain_weights',
        remedy: 'Give {"train_domain_weights": {"group": weight, ...}}.',
      },
    );
  const values = entries.map(([, value]) => value as number);
  const sum = values.reduce((a, b) => a + b, 0);
  return {
    groups: entries.map(([name]) => name),
    proportions: normalise(values, 'train_domain_weights'),
    sum,
    isRenormalised: Math.abs(sum - 1) > 1e-6,
  };
}
