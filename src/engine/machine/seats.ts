/** Which graphics card a trainer computes on: each card has one trainer before any has two. */
import { execFileSync } from 'node:child_process';
import type { LaunchTrainer } from '../trainer-process.ts';

/** The card that fewest trainers use, the first of several. @param used those of the trainers that are there */
export function freestCard(cards: readonly string[], used: readonly string[]): string | undefined {
  const users = (card: string): number => used.filter((other) => other === card).length;
  return cards.toSorted((a, b) => users(a) - users(b))[0];
}

/** Trainers that each have a card from their start until they are closed; without cards they start as they are. */
export function seated(launch: LaunchTrainer, cards: () => readonly string[]): LaunchTrainer {
  const taken: { readonly card: string }[] = [];
  return (hear, options = {}) => {
    const card = freestCard(
      cards(),
      taken.map((seat) => seat.card),
    );
    if (card === undefined) return launch(hear, options);
    const trainer = launch(hear, { ...options, card });
    const seat = { card };
    taken.push(seat);
    return {
      ...trainer,
      close: () => {
        trainer.close();
        const place = taken.indexOf(seat);
        if (place >= 0) taken.splice(place, 1);
      },
    };
  };
}

/** Asks the driver when a trainer is first wanted, and not again. */
export function cardsOnce(find: () => readonly string[] = cardsOf): () => readonly string[] {
  let known: readonly string[] | null = null;
  return () => (known ??= find());
}

/** NVIDIA cards of this computer as CUDA names them, or those of them that a person has named. */
export function cardsOf(named = process.env['CUDA_VISIBLE_DEVICES'], list = listCards): readonly string[] {
  const lines = named === undefined ? list().split('\n') : named.split(',');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && line !== '-1');
}

function listCards(): string {
  try {
    return execFileSync('nvidia-smi', ['--query-gpu=index', '--format=csv,noheader'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 4000,
    });
  } catch {
    return ''; // no card or no driver: the backends say which
  }
}
