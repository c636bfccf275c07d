import { expect, test } from 'vitest';
import { create, note, train, type Asks, type TrainAsk } from '#mixing/method';
import { listenerOf } from './beginnings.ts';
import { openLead, type Lead, type Parted, type Parting } from './lead.ts';

const model = { ask: 'create', role: 'subject', steps: 10, seed: 0 } as const;
const ask = (steps: number): TrainAsk => ({ ask: 'train', model: 0, proportions: [1], steps });
const at = (steps: number) => ({ steps, counts: [], lossSums: [], stretchFrom: 0, stretchCounts: [] });

/** A run that trains for so many steps, then for the rest. */
function* inTwo(first: number): Asks<void> {
  yield* create('subject', 10, 0);
  yield* train(0, [1], first);
  yield* note('p', 1, [first]);
  yield* train(0, [1], 10 - first);
}

/** A training run, and others that wait. */
function scene(waiting: Readonly<Record<string, () => Asks<void>>>, own: readonly string[] = []) {
  const given: { readonly runs: readonly string[]; readonly entries: number; readonly steps: number | null }[] = [];
  let freed = 0;
  const lead = openLead({
    kin: () => Object.keys(waiting),
    hasOwnStart: (run) => own.includes(run),
    listen: (run) => listenerOf(waiting[run]!()),
    onFree: () => freed++,
  });
  const give = (parted: readonly Parted[], { entries, position }: Parting): Promise<void> => {
    given.push({ runs: parted.map(({ run }) => run), entries, steps: position?.steps ?? null });
    return Promise.resolve();
  };
  return { lead, given, give, freed: () => freed };
}

async function makeModel(lead: Lead): Promise<void> {
  await lead.part(model, 0);
  lead.hear({ ask: model, answer: { model: 0 } });
}

test('inside a train ask the next to part is where the shortest ends, and whoever trains longer parts at its own end', async () => {
  const { lead, given, give } = scene({ three: () => inTwo(3), six: () => inTwo(6), nine: () => inTwo(9) });
  lead.begin([], give);
  await makeModel(lead);
  await lead.part(ask(6), 1);
  expect(lead.nextParting(ask(6), 0)).toBe(3);
  await lead.partWithin(ask(6), 1, at(3));
  expect(lead.nextParting(ask(6), 3)).toBe(6);
  await lead.partWithin(ask(6), 1, at(6));
  lead.hear({ ask: ask(6), answer: { counts: [], losses: [] } });
  expect(given).toEqual([
    { runs: ['three'], entries: 1, steps: 3 },
    { runs: ['nine'], entries: 1, steps: 6 },
  ]);
  expect(['three', 'six', 'nine'].filter((run) => lead.mayLead(run))).toEqual(['six']);
});

test('runs part together at a note that differs, with what came before it', async () => {
  const { lead, given, give, freed } = scene({ one: () => inTwo(6), other: () => inTwo(6) });
  lead.begin([{ ask: model, answer: { model: 0 } }], give);
  await lead.part(ask(6), 1);
  await lead.partWithin(ask(6), 1, at(6));
  lead.hear({ ask: ask(6), answer: { counts: [], losses: [] } });
  await lead.part({ ask: 'note', name: 'p', round: 1, value: [5] }, 2);
  expect(given).toEqual([{ runs: ['one', 'other'], entries: 2, steps: null }]);
  expect(freed()).toBe(1);
});

test('a run that says the same to the end is handed the end', async () => {
  const { lead, given, give } = scene({ twin: () => inTwo(6) });
  lead.begin([{ ask: model, answer: { model: 0 } }], give);
  await lead.part(null, 1);
  expect(given).toEqual([{ runs: ['twin'], entries: 1, steps: null }]);
});

test('whoever has begun by itself, or parted before the point that is reached, waits no longer', () => {
  function* other(): Asks<void> {
    yield* create('subject', 99, 0);
  }
  const { lead, given, give, freed } = scene({ begun: () => inTwo(6), other }, ['begun']);
  expect(lead.mayLead('begun')).toBe(true); // until it has looked
  lead.begin([{ ask: model, answer: { model: 0 } }], give);
  expect(['begun', 'other'].filter((run) => lead.mayLead(run))).toEqual([]);
  expect([given, freed()]).toEqual([[], 1]);
});

test('a conversation that fails asks nothing more', () => {
  function* broken(): Asks<void> {
    throw new Error('no such method');
  }
  expect(listenerOf(broken()).ask()).toBeNull();
});
